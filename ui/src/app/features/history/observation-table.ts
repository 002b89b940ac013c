import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { HistoryItem } from '../../core/api/schema.gen.js';
import { PlayStateNote } from '../../shared/play-state/play-state.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';

/** What each backend was last seen to say about an item, beside what is stored. */
@Component({
  selector: 'app-observation-table',
  imports: [PlayStateNote, RelativeTime, RouterLink, StatusPill],
  templateUrl: './observation-table.html',
  styles: `
    .path {
      overflow-wrap: anywhere;
      max-width: 460px;
    }
  `,
})
export class ObservationTable {
  readonly item = input.required<HistoryItem>();
  protected readonly said = computed(() =>
    Object.entries(this.item().metadata).map(([backend, observation]) => ({ backend, ...observation })),
  );
}
