import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import type { HistoryItem } from '../../core/api/schema.gen.js';
import { LiveFeed } from '../../core/live/live-feed.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { itemName } from '../../shared/item-name.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { PlayStateNote } from '../../shared/play-state/play-state.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { guidLinks } from './guid-links.js';
import { ItemActions } from './item-actions.js';
import { ItemClerk, type ReferenceChecks } from './item-clerk.js';
import { ItemPoster } from './item-poster.js';
import { GuidList } from './guid-list.js';
import { ItemExplanation } from './item-explanation.js';
import { ObservationTable } from './observation-table.js';
import { viaText } from '../../shared/via-text.js';
import { WatchMarker } from './watch-marker.js';

/** What a server calls its news is left as it is. */
const EVENTS: Readonly<Record<string, string>> = { 'task.import': $localize`Import` };

/** One item: what we hold as its state, and what each backend says. */
@Component({
  selector: 'app-history-item',
  imports: [
    FailedNote,
    GuidList,
    ItemActions,
    ItemExplanation,
    ItemPoster,
    LoadingNote,
    MatButton,
    ObservationTable,
    PlayStateNote,
    RelativeTime,
  ],
  templateUrl: './history-item.html',
  styleUrl: './history-item.scss',
})
export class HistoryItemPage {
  readonly id = input.required<string>();

  private readonly api = inject(Api);
  private readonly marker = inject(WatchMarker);
  private readonly clerk = inject(ItemClerk);
  private readonly confirmation = inject(Confirmation);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);

  protected readonly item = httpResource<HistoryItem>(() =>
    this.api.read(`history/${encodeURIComponent(this.id())}`),
  );
  protected readonly heading = computed(() =>
    this.item.hasValue() ? itemName(this.item.value()) : $localize`History item`,
  );
  protected readonly guids = computed(() =>
    this.item.hasValue() ? guidLinks(this.item.value().guids, this.item.value().type) : [],
  );
  protected readonly parentGuids = computed(() =>
    this.item.hasValue() ? guidLinks(this.item.value().parent, 'show') : [],
  );
  protected readonly isMarking = signal(false);
  protected readonly isAsking = signal(false);
  /** What the servers said about this very item; another item makes it unknown. */
  protected readonly checks = linkedSignal<string, ReferenceChecks | null>({
    source: this.id,
    computation: () => null,
  });
  protected readonly failureText = failureText;
  protected readonly viaText = viaText;
  protected readonly eventText = (event: string): string => EVENTS[event] ?? (event || '–');

  constructor() {
    const live = inject(LiveFeed);
    let before = live.historyChanges() + live.ended();
    effect(() => {
      const now = live.historyChanges() + live.ended();
      if (now !== before) untracked(() => this.item.reload());
      before = now;
    });
  }

  protected async mark(watched: boolean): Promise<void> {
    this.isMarking.set(true);
    try {
      this.item.set(await this.marker.mark(this.id(), watched));
    } catch (error) {
      this.explain(error, watched);
      return;
    } finally {
      this.isMarking.set(false);
    }
    const isRegretted = await this.notices.offer(
      watched
        ? $localize`Marked as watched. It is sent to your backends.`
        : $localize`Marked as unwatched. It is sent to your backends.`,
      $localize`Undo`,
    );
    if (isRegretted) await this.mark(!watched);
  }

  /** Asks every server whether it still has the item; nothing is dropped because of an answer. */
  protected async check({ id }: HistoryItem): Promise<void> {
    this.isAsking.set(true);
    try {
      this.checks.set(await this.clerk.check(id));
    } catch (error) {
      this.notices.warn(failureText(error));
    } finally {
      this.isAsking.set(false);
    }
  }

  protected async forget(item: HistoryItem, backend: string): Promise<void> {
    const isLast = Object.keys(item.metadata).length === 1;
    const isSure = await this.confirmation.ask({
      title: $localize`Forget what ${backend}:backend: says about this item?`,
      points: [
        isLast
          ? $localize`No other backend knows it, so the whole record goes with it.`
          : $localize`What the other backends say, and the play state, stay.`,
        $localize`Nothing changes on ${backend}:backend: itself; its next import may bring it back.`,
      ],
      action: $localize`Forget it`,
      isDangerous: true,
    });
    if (isSure) await this.forgetNow(item, backend);
  }

  private async forgetNow(item: HistoryItem, backend: string): Promise<void> {
    this.isAsking.set(true);
    try {
      const left = await this.clerk.removeReference(item.id, backend);
      this.notices.say($localize`What ${backend}:backend: said is forgotten.`);
      if (left.item) this.item.set(left.item);
      else await this.router.navigate(['/history']);
    } catch (error) {
      this.notices.warn(failureText(error));
    } finally {
      this.isAsking.set(false);
    }
  }

  private explain(error: unknown, watched: boolean): void {
    const isAlready = error instanceof ApiFailure && error.status === 409;
    const already = watched
      ? $localize`This item is watched already.`
      : $localize`This item is unwatched already.`;
    const reason = failureText(error);
    const refused = watched
      ? $localize`Not marked as watched. ${reason}:reason:`
      : $localize`Not marked as unwatched. ${reason}:reason:`;
    if (isAlready) this.notices.say(already);
    else this.notices.warn(refused);
    if (isAlready) this.item.reload();
  }
}
