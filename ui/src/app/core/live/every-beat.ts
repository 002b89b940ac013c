import { effect, inject, untracked } from '@angular/core';
import { Clock } from '../../shared/relative-time/clock.js';

interface Readable {
  readonly isLoading: () => boolean;
  readonly reload: () => unknown;
}

/** Reads again with each beat of the page's clock, for what no stream tells of; `isWanted` may stop it. */
export function reloadEveryBeat(resource: Readable, isWanted: () => boolean = () => true): void {
  const clock = inject(Clock);
  effect(() => {
    clock.now();
    untracked(() => isWanted() && !resource.isLoading() && resource.reload());
  });
}
