import type { Truth } from '#libs/core';
import type { RunCounts } from '#libs/database';

/** What a page comes to in numbers. */
export class PageTally {
  private readonly sums: { -readonly [Name in keyof RunCounts]?: number } = {};

  get counts(): Partial<RunCounts> {
    return this.sums;
  }

  count(name: keyof RunCounts): void {
    this.sums[name] = (this.sums[name] ?? 0) + 1;
  }

  change(before: Truth, after: Truth): void {
    if (before.kind !== after.kind) this.count(after.kind === 'played' ? 'played' : 'unplayed');
    else if (before.positionMs !== after.positionMs) this.count('progress');
  }
}
