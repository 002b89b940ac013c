import { httpResource } from '@angular/common/http';
import {
  Component,
  type ElementRef,
  afterRenderEffect,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type {
  Backend,
  CommandDescriptionList,
  CommandRun,
  CommandRunList,
  IdentityList,
} from '../../core/api/schema.gen.js';
import { Icon } from '../../shared/icon/icon.js';
import { StatusPill, type Tone } from '../../shared/status-pill/status-pill.js';
import { CommandHistory } from './command-history.js';
import { CommandLine } from './command-line.js';
import { CommandSession, type CommandState } from './command-session.js';
import { type CompletionSource, gapIn, withoutShell } from './completion.js';

const STATES: Readonly<Record<CommandState, { readonly text: string; readonly tone: Tone }>> = {
  idle: { text: $localize`Ready`, tone: 'quiet' },
  starting: { text: $localize`Starting`, tone: 'info' },
  running: { text: $localize`Running`, tone: 'info' },
  reconnecting: { text: $localize`Connecting again`, tone: 'warn' },
  done: { text: $localize`Done`, tone: 'good' },
};

/** The console of the system: commands with completion, their output as it is printed, and those that ran before. */
@Component({
  selector: 'app-console-page',
  imports: [CommandHistory, CommandLine, Icon, MatButton, StatusPill],
  providers: [CommandSession],
  templateUrl: './console-page.html',
  styleUrl: './console-page.scss',
})
export class ConsolePage {
  /** A command to fill in; it is never run by itself. */
  readonly cmd = input<string>();

  private readonly api = inject(Api);
  private readonly output = viewChild<ElementRef<HTMLElement>>('output');
  private readonly field = viewChild.required(CommandLine);
  protected readonly session = inject(CommandSession);

  protected readonly line = linkedSignal(() => this.cmd() ?? '');
  protected readonly hint = signal('');
  private readonly known = httpResource<CommandDescriptionList>(() => this.api.read('system/command/list'));
  private readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  private readonly people = httpResource<IdentityList>(() => this.api.read('identities'));
  protected readonly runs = httpResource<CommandRunList>(() => this.api.read('system/command'));
  protected readonly earlier = computed(() => (this.runs.hasValue() ? this.runs.value().items : []));
  protected readonly earlierLines = computed(() => [
    ...new Set(this.earlier().map(({ command }) => command)),
  ]);
  protected readonly failureText = failureText;
  protected readonly source = computed<CompletionSource>(() => {
    const known = this.known.hasValue() ? this.known.value() : null;
    const backends = this.backends.hasValue() ? this.backends.value().map(({ name }) => name) : [];
    const people = this.people.hasValue()
      ? this.people.value().identities.map(({ identity }) => identity)
      : [];
    return {
      commands: known?.items ?? [],
      common: known?.common ?? [],
      names: { backend: backends, backends, identity: people, user: people },
    };
  });
  protected readonly badge = computed(() => {
    const { text, tone } = STATES[this.session.state()];
    const code = this.session.exitCode();
    if (this.session.state() !== 'done' || code === null) return { text, tone };
    return {
      text: $localize`Exit code ${code}:code:`,
      tone: code === 0 ? ('good' as const) : ('bad' as const),
    };
  });

  constructor() {
    effect(() => {
      if (this.session.state() === 'done' || this.session.state() === 'running')
        untracked(() => this.runs.reload());
    });
    afterRenderEffect(() => {
      this.session.lines();
      const element = this.output()?.nativeElement;
      if (element && isNearEnd(element)) element.scrollTop = element.scrollHeight;
    });
  }

  protected execute(): void {
    const command = withoutShell(this.line());
    const gap = gapIn(command);
    this.hint.set(gap ? $localize`Put a value in place of ${gap}:gap: first.` : '');
    if (!command || gap || this.session.isBusy()) return;
    this.line.set(command);
    void this.session.start(command);
  }

  protected fill(command: string): void {
    this.line.set(command);
    this.field().focus();
  }

  protected replay({ command, token }: CommandRun): void {
    this.session.replay(command, token);
  }

  protected help(): void {
    this.line.set('list');
    this.execute();
  }
}

/** Whoever has scrolled up to read is not pulled down again. */
const isNearEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean =>
  scrollHeight - scrollTop - clientHeight < 160;
