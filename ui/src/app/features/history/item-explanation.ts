import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { lastValue } from '../../core/api/last-value.js';
import type { Explanation, HistoryItem, StoryEntry } from '../../core/api/schema.gen.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { PlayStateNote } from '../../shared/play-state/play-state.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { ChangeUndoer } from './change-undoer.js';
import { STORY_LOOKS, type StoryLook, hasChanged } from './story-look.js';

const AT_FIRST = 20;

/** How an item came to its state, and why each backend is or is not in step. */
@Component({
  selector: 'app-item-explanation',
  imports: [FailedNote, Icon, LoadingNote, MatButton, PlayStateNote, RelativeTime, RouterLink, StatusPill],
  templateUrl: './item-explanation.html',
  styleUrl: './item-explanation.scss',
})
export class ItemExplanation {
  readonly item = input.required<HistoryItem>();

  private readonly api = inject(Api);
  private readonly undoer = inject(ChangeUndoer);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);

  protected readonly isBusy = signal(false);
  private readonly itemId = computed(() => this.item().id);
  /** A new object for each reading of the item, so that the story is read anew with it. */
  private readonly wanted = computed(() => this.api.read(`history/${this.item().id}/explain`));
  protected readonly answer = httpResource<Explanation>(() => this.wanted());
  protected readonly shown = lastValue(this.answer, () => String(this.itemId()));
  protected readonly isWhole = linkedSignal({ source: this.itemId, computation: () => false });
  private readonly newestFirst = computed(() => this.shown()?.story.toReversed() ?? []);
  protected readonly story = computed(() =>
    this.isWhole() ? this.newestFirst() : this.newestFirst().slice(0, AT_FIRST),
  );
  protected readonly hidden = computed(() => this.newestFirst().length - this.story().length);
  protected readonly hasChanged = hasChanged;
  protected readonly failureText = failureText;

  protected look(kind: StoryEntry['kind']): StoryLook {
    return STORY_LOOKS[kind];
  }

  protected async undo(changeId: number): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: $localize`Undo this change?`,
      points: [
        $localize`The item goes back to what it was before.`,
        $localize`Your backends are told of the difference.`,
      ],
      action: $localize`Undo change`,
      isDangerous: false,
    });
    if (!isSure) return;
    this.isBusy.set(true);
    try {
      await this.undoer.undo(this.item().id, changeId);
      this.notices.say($localize`The change is being taken back.`);
    } catch (error) {
      this.notices.warn(failureText(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
