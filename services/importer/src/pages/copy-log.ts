import { copyKey, type CopyId, type FoundConflict, type PageDecisions, type SeenCopy } from '#libs/database';
import type { Report } from './report.js';

interface Seen extends Omit<SeenCopy, 'item'> {
  /** Negative for an item of this page. */
  readonly target: number;
}

/** What a page comes to say about copies; the last word about each counts. */
export class CopyLog {
  private readonly seen = new Map<string, Seen>();
  private readonly dropped = new Map<string, CopyId>();
  private readonly left = new Set<number>();
  private readonly conflicts = new Map<string, FoundConflict>();

  see({ remoteId, part, fingerprint, item }: Report, target: number, isEcho: boolean): void {
    this.seen.set(copyKey({ remoteId, part }), { remoteId, part, fingerprint, target, report: item, isEcho });
  }

  /** The copy is no longer the item's. */
  leave(itemId: number): void {
    this.left.add(itemId);
  }

  drop({ remoteId, part }: CopyId, itemId: number): void {
    this.dropped.set(copyKey({ remoteId, part }), { remoteId, part });
    this.leave(itemId);
  }

  note(conflict: FoundConflict | null): void {
    if (!conflict) return;
    const { kind, backendId } = conflict;
    this.conflicts.set(`${kind}\n${backendId}\n${copyKey(conflict)}`, conflict);
  }

  /** `newcomers` are the items of this page, in the order in which they will be stored. */
  result(newcomers: readonly number[]): Pick<PageDecisions, 'seen' | 'dropped' | 'left' | 'conflicts'> {
    const places = new Map(newcomers.map((id, place) => [id, place]));
    return {
      seen: [...this.seen.values()].map(({ target, ...copy }) => {
        const place = places.get(target);
        return { ...copy, item: place === undefined ? { id: target } : { isNew: place } };
      }),
      dropped: [...this.dropped.values()],
      left: [...this.left],
      conflicts: [...this.conflicts.values()],
    };
  }
}
