import { DecimalPipe } from '@angular/common';
import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Run } from '../../core/api/schema.gen.js';
import { isActive, modeText, runDuration } from '../../core/runs/run-words.js';
import { durationText } from '../../shared/time-text.js';
import { ProgressLine } from '../../shared/progress-line/progress-line.js';
import { Clock } from '../../shared/relative-time/clock.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { resultsOf } from './run-results.js';
import { numberText } from '../../shared/words.js';

/** Too early, a guess about the time left is only noise. */
const MIN_SHARE = 0.05;

/** In a unit that makes a number one can read. */
function rateText(done: number, ms: number): string {
  const perSecond = done / (Math.max(ms, 1_000) / 1_000);
  return perSecond >= 1
    ? $localize`${numberText(Math.round(perSecond))}:count: a second`
    : $localize`${numberText(Math.round(perSecond * 60))}:count: a minute`;
}

/** How far a run is and what came of it. */
@Component({
  selector: 'app-run-progress',
  imports: [DecimalPipe, ProgressLine, RelativeTime, RouterLink],
  templateUrl: './run-progress.html',
  styleUrl: './run-progress.scss',
})
export class RunProgress {
  readonly run = input.required<Run>();
  readonly isPolling = input(false);

  private readonly clock = inject(Clock);
  protected readonly isActive = computed(() => isActive(this.run()));
  protected readonly results = computed(() => resultsOf(this.run()));
  protected readonly mode = computed(() =>
    [modeText(this.run().mode), this.run().dry_run ? $localize`nothing is written` : '']
      .filter(Boolean)
      .join(', '),
  );
  /** A run that reports is measured at that moment, so the clock need not tick every second. */
  private readonly tookMs = computed(() => {
    this.clock.now();
    return runDuration(this.run(), Date.now());
  });
  protected readonly took = computed(() => {
    const ms = this.run().status === 'awaiting_approval' ? null : this.tookMs();
    return ms === null ? '–' : durationText(ms);
  });
  protected readonly rate = computed(() => {
    const { done } = this.run().progress;
    const ms = this.tookMs();
    return this.isActive() && ms !== null && done > 0 ? rateText(done, ms) : '';
  });
  protected readonly left = computed(() => {
    const { done, total } = this.run().progress;
    const ms = this.tookMs();
    if (!this.isActive() || !total || ms === null || done / total < MIN_SHARE || done >= total) return '';
    return $localize`about ${durationText((ms / done) * (total - done))}:duration: left`;
  });
}
