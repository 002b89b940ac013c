import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../../core/api/api.js';
import { ApiFailure, failureText } from '../../../core/api/api-failure.js';
import type { Hook, HookStatus } from '../../../core/api/schema.gen.js';
import { FailedNote } from '../../../shared/failed-note/failed-note.js';
import { Field } from '../../../shared/field/field.js';
import { Icon } from '../../../shared/icon/icon.js';
import { LoadingNote } from '../../../shared/loading-note/loading-note.js';
import { Notices } from '../../../shared/notices/notices.js';
import { StatusPill, type Tone } from '../../../shared/status-pill/status-pill.js';

const RESULTS: Readonly<Record<HookStatus, { readonly text: string; readonly tone: Tone }>> = {
  created: { text: $localize`Set up on the server`, tone: 'good' },
  updated: { text: $localize`Brought up to date on the server`, tone: 'good' },
  unchanged: { text: $localize`Was set up already`, tone: 'good' },
  manual: { text: $localize`Has to be set up by hand`, tone: 'warn' },
};

/** Has the server tell its news at once: by itself where its vendor allows it, else by steps to follow. */
@Component({
  selector: 'app-backend-webhook',
  imports: [FailedNote, Field, Icon, LoadingNote, MatButton, StatusPill],
  templateUrl: './backend-webhook.html',
  styleUrl: './backend-webhook.scss',
})
export class BackendWebhook {
  readonly name = input.required<string>();

  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly path = computed(() => `backend/${encodeURIComponent(this.name())}/webhook`);
  protected readonly hook = httpResource<Hook>(() => this.api.read(this.path()));
  /** What setting it up came to, as long as this backend is looked at. */
  protected readonly outcome = linkedSignal<string, Hook | null>({
    source: this.name,
    computation: () => null,
  });
  protected readonly told = computed(
    () => this.outcome() ?? (this.hook.hasValue() ? this.hook.value() : null),
  );
  protected readonly steps = computed(() => this.told()?.steps ?? []);
  protected readonly result = computed(() => {
    const outcome = this.outcome();
    return outcome ? RESULTS[outcome.status] : null;
  });
  protected readonly isShown = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly problem = signal('');
  protected readonly failureText = failureText;

  protected async setUp(event: Event, typed: string): Promise<void> {
    event.preventDefault();
    this.isBusy.set(true);
    this.problem.set('');
    const base = typed.trim();
    try {
      this.outcome.set(await this.api.post<Hook>(this.path(), base ? { webhook_url: base } : {}));
    } catch (error) {
      this.explain(error);
    } finally {
      this.isBusy.set(false);
    }
  }

  protected async copy(text: string, what: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.notices.say($localize`${what}:what: was copied.`);
    } catch {
      this.notices.warn($localize`This browser does not let pages copy here. It needs https, or localhost.`);
    }
  }

  private explain(error: unknown): void {
    const [field] = error instanceof ApiFailure ? error.fields : [];
    if (field) this.problem.set(field.message);
    else this.notices.warn(failureText(error));
  }
}
