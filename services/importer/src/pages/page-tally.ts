import type { ItemType, MergeRule, Tally, Truth, TypeCount } from '#libs/core';
import type { RunCounts } from '#libs/database';

/** Why an item of a page was left out. */
export type SkipReason = 'no-guid' | 'no-episode-number' | 'not-watchable' | 'quarantined' | 'metadata-only';

/** Left out because of what it is, which a person may be able to mend on the server. */
const FAILED: ReadonlySet<SkipReason> = new Set(['no-guid', 'no-episode-number', 'quarantined']);

/** Verdicts that leave a backend out of step without anybody's wish, or two wishes against each other (scenarios 28, 49). */
const WARNED = new Map<MergeRule, `warned.${string}`>([
  ['never-seen-played', 'warned.out-of-step'],
  ['may-not-unmark', 'warned.out-of-step'],
  ['conflict', 'warned.opposite-wishes'],
]);

/** What a page comes to in numbers. */
export class PageTally {
  private readonly sums: { -readonly [Name in keyof RunCounts]?: number } = {};
  private readonly fine: { -readonly [Key in keyof Tally]?: number } = {};

  get counts(): Partial<RunCounts> {
    return this.sums;
  }

  get tally(): Tally {
    return this.fine;
  }

  count(name: keyof RunCounts): void {
    this.sums[name] = (this.sums[name] ?? 0) + 1;
  }

  /** An item that was added or updated. */
  take(name: Exclude<TypeCount, 'failed'>, type: ItemType): void {
    this.count(name);
    this.note(`${type}.${name}`);
  }

  /** Without a type: something that is neither movie nor episode. */
  skip(reason: SkipReason, type: ItemType | null): void {
    this.count('skipped');
    this.note(`skipped.${reason}`);
    if (type !== null && FAILED.has(reason)) this.note(`${type}.failed`);
  }

  judged(rule: MergeRule): void {
    const warning = WARNED.get(rule);
    if (warning) this.note(warning);
  }

  change(before: Truth, after: Truth): void {
    if (before.kind !== after.kind) this.count(after.kind === 'played' ? 'played' : 'unplayed');
    else if (before.positionMs !== after.positionMs) this.count('progress');
  }

  private note(key: keyof Tally): void {
    this.fine[key] = (this.fine[key] ?? 0) + 1;
  }
}
