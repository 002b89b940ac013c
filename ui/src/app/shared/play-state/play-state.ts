import { Component, computed, input } from '@angular/core';
import { StatusPill, type Tone } from '../status-pill/status-pill.js';
import { positionText } from '../time-text.js';

/** Watched, in progress or unwatched, in words. */
@Component({
  selector: 'app-play-state',
  imports: [StatusPill],
  template: `<app-status-pill [tone]="tone()">{{ text() }}</app-status-pill>`,
})
export class PlayStateNote {
  readonly watched = input.required<boolean>();
  readonly positionMs = input<number | null>(null);

  private readonly isStarted = computed(() => !this.watched() && (this.positionMs() ?? 0) > 0);
  protected readonly tone = computed<Tone>(() => {
    if (this.watched()) return 'good';
    return this.isStarted() ? 'warn' : 'quiet';
  });
  protected readonly text = computed(() => {
    if (this.watched()) return $localize`Watched`;
    return this.isStarted()
      ? $localize`At ${positionText(this.positionMs() ?? 0)}:position:`
      : $localize`Unwatched`;
  });
}
