import {
  idDifferences,
  itemKeys,
  strengthOf,
  unite,
  type Candidate,
  type Hit,
  type ItemKey,
} from '#libs/core';
import { copyKey, type PageKnowledge } from '#libs/database';
import type { Report } from './report.js';

/** What the page adds to one item's ids. */
export interface Growth {
  readonly row: Candidate;
  readonly keys: readonly ItemKey[];
}

/**
 * The items that a page may touch, with what the page itself teaches of them so far. Items that are only about to be
 * stored have negative ids, in the order in which they came.
 */
export class ItemBook {
  private readonly rows = new Map<number, Candidate>();
  private readonly claimed = new Map<ItemKey, number>();
  private readonly becameOf = new Map<number, number>();
  private newcomers = 0;

  constructor(private readonly known: PageKnowledge) {
    for (const [id, row] of known.items) this.rows.set(id, row);
  }

  /** The item that an id stands for by now. */
  current(id: number): number {
    const next = this.becameOf.get(id);
    return next === undefined ? id : this.current(next);
  }

  row(id: number): Candidate | undefined {
    return this.rows.get(this.current(id));
  }

  /** Every row that a report points at. */
  hits(report: Report): Hit[] {
    const hits = report.keys.flatMap((key) => this.hit(this.ownerOf(key), strengthOf(key)));
    return [...hits, ...this.hit(this.known.copies.get(copyKey(report))?.itemId, 'copy')];
  }

  /** Takes a report for a new item. */
  add(report: Report): number {
    this.newcomers -= 1;
    const { type, year, season, episode, guids, parentGuids } = report.item;
    this.rows.set(this.newcomers, { id: this.newcomers, type, year, season, episode, guids, parentGuids });
    this.claim(this.newcomers, report);
    return this.newcomers;
  }

  /** Adds what a report knows more of its item; one that contradicts teaches nothing (M-29). */
  learn(id: number, report: Report): void {
    const row = this.rows.get(id);
    if (!row || idDifferences(row, report.item).length > 0) return;
    this.rows.set(id, unite(row, report.item));
    this.claim(id, report);
  }

  merge(id: number, gone: readonly number[]): void {
    for (const other of gone) {
      const [mine, theirs] = [this.rows.get(id), this.rows.get(other)];
      if (mine && theirs) this.rows.set(id, unite(mine, theirs));
      this.rows.delete(other);
      this.becameOf.set(other, id);
    }
  }

  /** Stored items that became part of another stored one. */
  merges(): Map<number, number[]> {
    const stored = [...this.becameOf.keys()].filter((id) => id > 0);
    return Map.groupBy(stored, (id) => this.current(id));
  }

  /** What was learnt of each item, new ones included. */
  growths(): Growth[] {
    const keys = Map.groupBy(this.claimed, ([, id]) => this.current(id));
    return [...this.rows.values()].flatMap((row) => {
      const mine = keys.get(row.id)?.map(([key]) => key) ?? [];
      return mine.length > 0 || row !== this.known.items.get(row.id) ? [{ row, keys: mine }] : [];
    });
  }

  private hit(id: number | undefined, by: Hit['by']): Hit[] {
    const row = id === undefined ? undefined : this.row(id);
    return row ? [{ row, by }] : [];
  }

  private ownerOf(key: ItemKey): number | undefined {
    return this.known.keys.get(key) ?? this.claimed.get(key);
  }

  /** Keys of the report that are the item's own too: other numbers of a report are none of it (SR-26). */
  private claim(id: number, report: Report): void {
    const free = report.keys.filter((key) => this.ownerOf(key) === undefined);
    const row = this.rows.get(id);
    if (free.length === 0 || !row) return;
    const own = new Set(itemKeys(row));
    for (const key of free) if (own.has(key)) this.claimed.set(key, id);
  }
}
