import type { RemoteItem } from '#libs/core';
import { shownBy } from './copy-facts.js';
import { copyKey, type CopyId } from './import-page.js';

/** A copy as a page tells of it, before it is known which item it is of. */
export interface IncomingCopy extends CopyId {
  readonly report: RemoteItem;
  /** Equal when nothing that we keep has changed. */
  readonly fingerprint: string;
}

/** Copies put into words before anybody of their person has to wait for it, and where each lies among them. */
export class IncomingCopies {
  readonly rows: string;
  private readonly places: ReadonlyMap<string, number>;

  constructor(copies: readonly IncomingCopy[]) {
    this.rows = JSON.stringify(
      copies.map(({ remoteId, part, fingerprint, report }, place) => ({
        place,
        remoteId,
        part,
        fingerprint,
        ...shownBy(report),
      })),
    );
    this.places = new Map(copies.map((copy, place) => [copyKey(copy), place]));
  }

  /** The last word about a copy counts. */
  placeOf(copy: CopyId): number | undefined {
    return this.places.get(copyKey(copy));
  }
}
