import { Service, signal } from '@angular/core';

/** Whether the API can be reached at all, told by every request. */
@Service()
export class Lookout {
  private readonly lost = signal<number | null>(null);
  private readonly found = signal(0);

  /** Unix seconds of the first request that found nobody; null while the API answers. */
  readonly lostAt = this.lost.asReadonly();
  /** Grows each time the API is back, or knows us again, so that what was read before is read again. */
  readonly returns = this.found.asReadonly();

  miss(): void {
    this.lost.update((since) => since ?? Date.now() / 1_000);
  }

  meet(): void {
    if (this.lost() === null) return;
    this.lost.set(null);
    this.readAgain();
  }

  readAgain(): void {
    this.found.update((count) => count + 1);
  }
}
