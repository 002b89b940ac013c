import { DecimalPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../../core/api/api.js';
import { failureText } from '../../../core/api/api-failure.js';
import { lastValue } from '../../../core/api/last-value.js';
import { readPage } from '../../../core/api/read-page.js';
import type { PlaylistChange, PlaylistChangePage, Run } from '../../../core/api/schema.gen.js';
import { reloadEveryBeat } from '../../../core/live/every-beat.js';
import { hasEnded, isActive } from '../../../core/runs/run-words.js';
import { EmptyNote } from '../../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../../shared/loading-note/loading-note.js';
import { Pager } from '../../../shared/pager/pager.js';
import { StatusPill } from '../../../shared/status-pill/status-pill.js';
import { itemsText } from '../../../shared/words.js';
import { EntryList } from './entry-list.js';
import {
  ACTIONS,
  CHANGE_STATUSES,
  actionText,
  playlistReasonText,
  playlistRuleText,
} from './playlist-words.js';
import { type VersionDifference, differenceOf } from './version-difference.js';

interface Row {
  readonly change: PlaylistChange;
  readonly difference: VersionDifference;
}

/** Each playlist that a run changed or would change, with what it had before. */
@Component({
  selector: 'app-run-playlist-changes',
  imports: [DecimalPipe, EmptyNote, EntryList, FailedNote, LoadingNote, Pager, RouterLink, StatusPill],
  templateUrl: './run-playlist-changes.html',
  styles: `
    td {
      overflow-wrap: anywhere;
    }
    summary {
      cursor: pointer;
    }
  `,
})
export class RunPlaylistChanges {
  readonly run = input.required<Run>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  private readonly runId = computed(() => this.run().id);
  private readonly owner = computed(() => this.run().identity);
  private readonly stage = computed(() => this.run().status);
  /** Asked for the person of the run, who may be another than the one whose pages are shown. */
  protected readonly changes = httpResource<PlaylistChangePage>(() => {
    this.stage();
    const params = { run_id: this.runId(), page: readPage(this.page()), perpage: 25 };
    return { ...this.api.read('playlists/changes', params), headers: { 'X-User': this.owner() } };
  });
  protected readonly shown = lastValue(this.changes, this.runId);
  protected readonly rows = computed<readonly Row[]>(
    () => this.shown()?.items.map((change) => ({ change, difference: differenceOf(change) })) ?? [],
  );
  protected readonly isPlan = computed(() => this.run().dry_run || this.stage() === 'awaiting_approval');
  protected readonly heading = computed(() =>
    this.isPlan() ? $localize`Planned changes of playlists` : $localize`Changes of playlists`,
  );
  protected readonly whyNone = computed(() => {
    if (!hasEnded(this.run())) return $localize`Nothing has changed so far.`;
    return this.stage() === 'succeeded'
      ? $localize`The playlists were already as they should be.`
      : $localize`The run ended before anything was changed.`;
  });

  protected readonly actions = ACTIONS;
  protected readonly statuses = CHANGE_STATUSES;
  protected readonly actionText = actionText;
  protected readonly itemsText = itemsText;
  protected readonly ruleText = playlistRuleText;
  protected readonly reasonText = playlistReasonText;
  protected readonly failureText = failureText;
  protected readonly labels = { added: $localize`Added`, gone: $localize`Taken out` };

  constructor() {
    reloadEveryBeat(this.changes, () => isActive(this.run()));
  }

  /** Whether the list is on screen as it is now; only then can a person decide on it. */
  readonly isSeen = computed(() => this.shown() !== undefined && this.shown.failure() === undefined);

  reload(): void {
    this.changes.reload();
  }
}
