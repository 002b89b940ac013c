import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { HistoryItem } from '../../core/api/schema.gen.js';
import { PlayStateNote } from '../../shared/play-state/play-state.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { differencesOf } from './differences.js';
import type { ReferenceChecks } from './item-clerk.js';

/** What each backend was last seen to say about an item, beside what is stored. */
@Component({
  selector: 'app-observation-table',
  imports: [MatButton, PlayStateNote, RelativeTime, RouterLink, StatusPill],
  templateUrl: './observation-table.html',
  styleUrl: './observation-table.scss',
})
export class ObservationTable {
  readonly item = input.required<HistoryItem>();
  /** What the servers said when they were asked just now. */
  readonly checks = input<ReferenceChecks | null>(null);
  readonly isBusy = input(false);
  readonly checked = output();
  readonly forgotten = output<string>();

  protected readonly said = computed(() =>
    Object.entries(this.item().metadata).map(([backend, observation]) => ({
      backend,
      ...observation,
      differences: differencesOf(this.item(), observation),
      check: this.checks()?.[backend],
    })),
  );
  protected readonly missing = computed(() => this.item().not_reported_by);
}
