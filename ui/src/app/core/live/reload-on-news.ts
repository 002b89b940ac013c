import { effect, inject, untracked } from '@angular/core';
import { LiveFeed } from './live-feed.js';

/** Reads a list again when a run has ended or the history has changed. */
export function reloadOnNews(reload: () => unknown): void {
  const live = inject(LiveFeed);
  let before = live.historyChanges() + live.ended();
  effect(() => {
    const now = live.historyChanges() + live.ended();
    if (now !== before) untracked(reload);
    before = now;
  });
}
