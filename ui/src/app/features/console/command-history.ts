import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { CommandRun } from '../../core/api/schema.gen.js';
import { statusText, statusTone } from '../../core/runs/run-words.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';

/** Commands that ran before: to fill in again, or to read again. */
@Component({
  selector: 'app-command-history',
  imports: [EmptyNote, FailedNote, LoadingNote, MatButton, RelativeTime, StatusPill],
  template: `
    <section class="card" aria-labelledby="command-history">
      <h2 i18n id="command-history" class="card-head">Earlier commands</h2>
      @if (failure()) {
        <app-failed-note
          class="inset"
          what="Earlier commands"
          i18n-what
          [reason]="failure()"
          (retry)="retry.emit()"
        />
      } @else if (isLoading()) {
        <app-loading-note what="earlier commands" i18n-what [rows]="3" />
      } @else if (runs().length === 0) {
        <app-empty-note i18n icon="terminal" heading="No command so far" i18n-heading>
          What is executed here, on the host or by a task appears in this list.
        </app-empty-note>
      } @else {
        <ul>
          @for (run of runs(); track run.token) {
            <li>
              <div class="grow">
                <code>{{ run.command }}</code>
                <div class="soft small"><app-relative-time [at]="run.created_at" /> · {{ run.asked_by }}</div>
              </div>
              <app-status-pill [tone]="statusTone(run.status)">{{ statusText(run.status) }}</app-status-pill>
              <div class="buttons">
                <button
                  i18n
                  matButton
                  type="button"
                  ariaLabel="Fill in: {{ run.command }}"
                  i18n-ariaLabel
                  (click)="filled.emit(run.command)"
                >
                  Fill in
                </button>
                <button
                  i18n
                  matButton
                  type="button"
                  ariaLabel="Output of {{ run.command }}"
                  i18n-ariaLabel
                  (click)="replayed.emit(run)"
                >
                  Output
                </button>
              </div>
            </li>
          }
        </ul>
      }
    </section>
  `,
  styles: `
    ul {
      list-style: none;
      margin: 0;
      padding: 0;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      padding: 8px 8px 8px 16px;
      border-bottom: 1px solid var(--ws-line);
    }
    li:last-child {
      border-bottom: 0;
    }
    .grow {
      flex: 1 1 240px;
    }
    code {
      overflow-wrap: anywhere;
    }
  `,
})
export class CommandHistory {
  readonly runs = input.required<readonly CommandRun[]>();
  readonly isLoading = input(false);
  readonly failure = input('');
  readonly retry = output();
  readonly filled = output<string>();
  readonly replayed = output<CommandRun>();

  protected readonly statusText = statusText;
  protected readonly statusTone = statusTone;
}
