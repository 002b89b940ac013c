import { JsonPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, effect, inject, input, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Event as WsEvent } from '../../core/api/schema.gen.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { Clock } from '../../shared/relative-time/clock.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { EventKeeper } from './event-keeper.js';
import { eventStatusText, eventTone, isOver, subjectOf } from './event-words.js';

/** One event: what it is about, what it printed, and what can be done with it. */
@Component({
  selector: 'app-event-details',
  imports: [FailedNote, JsonPipe, LoadingNote, MatButton, RelativeTime, RouterLink, StatusPill],
  templateUrl: './event-details.html',
  styles: `
    .pad {
      margin: 0;
      padding: 12px 16px 14px;
    }
    .pad > p {
      margin: 0;
    }
    .subject {
      overflow-wrap: anywhere;
    }
    pre {
      margin: 0;
      padding: 12px 16px;
      max-height: 60vh;
      overflow: auto;
      font-family: var(--ws-mono);
      font-size: 12.5px;
      line-height: 18px;
    }
  `,
})
export class EventDetails {
  readonly id = input.required<string>();

  private readonly api = inject(Api);
  private readonly keeper = inject(EventKeeper);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);
  protected readonly event = httpResource<WsEvent>(() =>
    this.api.read(`system/events/${encodeURIComponent(this.id())}`),
  );
  protected readonly eventStatusText = eventStatusText;
  protected readonly eventTone = eventTone;
  protected readonly isOver = isOver;
  protected readonly subjectOf = subjectOf;
  protected readonly failureText = failureText;

  constructor() {
    const clock = inject(Clock);
    reloadOnNews(() => this.event.reload());
    effect(() => {
      clock.now();
      untracked(() => {
        if (this.event.hasValue() && !isOver(this.event.value())) this.event.reload();
      });
    });
  }

  protected isRun({ event }: WsEvent): boolean {
    return event.startsWith('run_') && event !== 'run_console' && event !== 'run_task';
  }

  protected cancel(): Promise<void> {
    return this.act(() => this.keeper.cancel(this.id()), $localize`The event was cancelled.`);
  }

  protected again(): Promise<void> {
    return this.act(() => this.keeper.again(this.id()), $localize`It is carried out again.`);
  }

  protected async remove(): Promise<void> {
    try {
      await this.keeper.remove(this.id());
      this.notices.say($localize`The event was deleted.`);
      await this.router.navigate(['/events']);
    } catch (error) {
      this.notices.warn(failureText(error));
    }
  }

  private async act(act: () => Promise<unknown>, done: string): Promise<void> {
    try {
      await act();
      this.notices.say(done);
    } catch (error) {
      this.notices.warn(failureText(error));
    } finally {
      this.event.reload();
    }
  }
}
