import { DestroyRef, Service, computed, inject, signal } from '@angular/core';
import { durationText } from '../../shared/time-text.js';

/** Counts down the time for which the server refuses to listen. */
@Service({ autoProvided: false })
export class WaitCountdown {
  private readonly until = signal(0);
  private readonly now = signal(0);
  private timer: ReturnType<typeof setInterval> | undefined;

  private readonly leftMs = computed(() => Math.max(0, this.until() - this.now()));
  readonly isOver = computed(() => this.leftMs() === 0);
  readonly text = computed(() => durationText(this.leftMs()));

  constructor() {
    inject(DestroyRef).onDestroy(() => clearInterval(this.timer));
  }

  start(seconds: number): void {
    clearInterval(this.timer);
    this.now.set(Date.now());
    this.until.set(Date.now() + seconds * 1_000);
    this.timer = setInterval(() => this.tick(), 1_000);
  }

  private tick(): void {
    this.now.set(Date.now());
    if (this.isOver()) clearInterval(this.timer);
  }
}
