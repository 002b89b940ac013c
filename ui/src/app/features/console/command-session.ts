import { DestroyRef, Service, computed, inject, signal } from '@angular/core';
import { API, Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { CommandReceipt } from '../../core/api/schema.gen.js';
import { type EventStream, OPEN_STREAM } from '../../core/live/event-stream.js';

export type CommandState = 'idle' | 'starting' | 'running' | 'reconnecting' | 'done';

export interface OutputLine {
  readonly text: string;
  readonly isError: boolean;
}

const RETRY_MS = 1_000;
/** More than anybody reads; the whole output stays with the run. */
const MOST_LINES = 5_000;

/** One command at a time: starts it, follows what it prints through lost connections, and can stop it. */
@Service({ autoProvided: false })
export class CommandSession {
  private readonly api = inject(Api);
  private readonly openStream = inject(OPEN_STREAM);
  private readonly phase = signal<CommandState>('idle');
  private readonly printed = signal<readonly OutputLine[]>([]);
  private readonly code = signal<number | null>(null);
  private readonly shown = signal('');
  private readonly trouble = signal('');
  private token: string | null = null;
  private since = 0;
  private stream: EventStream | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  readonly state = this.phase.asReadonly();
  readonly lines = this.printed.asReadonly();
  readonly exitCode = this.code.asReadonly();
  /** The command whose output is shown. */
  readonly command = this.shown.asReadonly();
  readonly problem = this.trouble.asReadonly();
  readonly isBusy = computed(() => ['starting', 'running', 'reconnecting'].includes(this.phase()));

  constructor() {
    inject(DestroyRef).onDestroy(() => this.hangUp());
  }

  async start(command: string): Promise<void> {
    this.reset(command);
    this.phase.set('starting');
    try {
      const { token } = await this.api.post<CommandReceipt>('system/command', { command });
      this.follow(token);
    } catch (error) {
      this.trouble.set(failureText(error));
      this.phase.set('idle');
    }
  }

  /** Shows the output of a command that was started before. */
  replay(command: string, token: string): void {
    this.reset(command);
    this.follow(token);
  }

  async stop(): Promise<void> {
    if (!this.token) return;
    try {
      await this.api.delete(`system/command/${encodeURIComponent(this.token)}`);
    } catch (error) {
      this.trouble.set(failureText(error));
    }
  }

  clear(): void {
    if (!this.isBusy()) this.reset('');
    else this.printed.set([]);
  }

  private reset(command: string): void {
    this.hangUp();
    this.shown.set(command);
    this.printed.set([]);
    this.code.set(null);
    this.trouble.set('');
    this.since = 0;
    this.token = null;
    this.phase.set('idle');
  }

  private follow(token: string): void {
    this.token = token;
    const stream = this.openStream(`${API}system/command/${encodeURIComponent(token)}?since=${this.since}`);
    this.stream = stream;
    stream.addEventListener('open', () => this.phase.set('running'));
    stream.addEventListener('data', (event) => this.print(event));
    stream.addEventListener('exit_code', (event) => this.code.set(readExitCode(event)));
    stream.addEventListener('close', () => this.end());
    stream.addEventListener('error', () => this.comeBack(token));
  }

  private print(event: Event): void {
    if (!(event instanceof MessageEvent)) return;
    const { data, type } = JSON.parse(String(event.data)) as { data: string; type: 'out' | 'err' };
    this.since = Number(event.lastEventId) || this.since;
    const added = data
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ text, isError: type === 'err' }));
    this.printed.update((lines) => [...lines, ...added].slice(-MOST_LINES));
  }

  private end(): void {
    this.hangUp();
    this.phase.set('done');
  }

  private comeBack(token: string): void {
    this.hangUp();
    this.phase.set('reconnecting');
    this.timer = setTimeout(() => this.follow(token), RETRY_MS);
  }

  private hangUp(): void {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = null;
  }
}

function readExitCode(event: Event): number | null {
  if (!(event instanceof MessageEvent)) return null;
  return (JSON.parse(String(event.data)) as { exit_code: number | null }).exit_code;
}
