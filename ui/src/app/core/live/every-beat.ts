import { DestroyRef, effect, inject, untracked } from '@angular/core';
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

const SOON_MS = 1_000;

/** Reads again soon after each reading that says there is more to come. */
export function reloadWhile(resource: Readable, isWanted: () => boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  effect(() => {
    const isDue = !resource.isLoading() && isWanted();
    clearTimeout(timer);
    if (isDue) timer = setTimeout(() => resource.reload(), SOON_MS);
  });
}
