import { Service, signal } from '@angular/core';

/** One clock for the whole page, so that a hundred times on screen cost one timer. */
@Service()
export class Clock {
  private readonly time = signal(Date.now());
  readonly now = this.time.asReadonly();

  constructor() {
    setInterval(() => this.time.set(Date.now()), 10_000);
  }
}
