import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Explanation, HistoryItem } from '../../core/api/schema.gen.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { ChangeUndoer } from './change-undoer.js';

/** How an item came to its state, and why each backend is or is not in step. Asked for only when a person wants it. */
@Component({
  selector: 'app-item-explanation',
  imports: [FailedNote, LoadingNote, MatButton, RelativeTime, RouterLink, StatusPill],
  templateUrl: './item-explanation.html',
  styles: `
    ol,
    ul {
      list-style: none;
      margin: 0;
      padding: 6px 16px 14px;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      padding: 8px 0;
    }
    .text {
      flex: 1 1 260px;
      margin: 0;
    }
  `,
})
export class ItemExplanation {
  readonly item = input.required<HistoryItem>();

  private readonly api = inject(Api);
  private readonly undoer = inject(ChangeUndoer);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);

  protected readonly isOpen = signal(false);
  protected readonly isBusy = signal(false);
  /** A new object for each reading of the item, so that the story is read anew with it. */
  private readonly wanted = computed(() => this.api.read(`history/${this.item().id}/explain`));
  protected readonly answer = httpResource<Explanation>(() => (this.isOpen() ? this.wanted() : undefined));
  protected readonly failureText = failureText;

  protected async undo(changeId: number): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: 'Undo this change?',
      points: ['The item goes back to what it was before.', 'Your backends are told of the difference.'],
      action: 'Undo change',
      isDangerous: false,
    });
    if (!isSure) return;
    this.isBusy.set(true);
    try {
      await this.undoer.undo(this.item().id, changeId);
      this.notices.say('The change is being taken back.');
    } catch (error) {
      this.notices.warn(failureText(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
