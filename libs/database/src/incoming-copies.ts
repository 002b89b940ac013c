import type { RemoteItem } from '#libs/core';
import { copyKey, type CopyId } from './import-page.js';
import { TypedColumns } from './typed-columns.js';

/** A copy as a page tells of it, before it is known which item it is of. */
export interface IncomingCopy extends CopyId {
  readonly report: RemoteItem;
  /** Equal when nothing that we keep has changed. */
  readonly fingerprint: string;
}

/** What is saved of a copy. */
export const COPY_FACTS = new TypedColumns({
  remoteId: 'text',
  part: 'smallint',
  fingerprint: 'text',
  watched: 'boolean',
  positionMs: 'int',
  playCount: 'int',
  playedAt: 'bigint',
  addedAt: 'bigint',
  path: 'text',
  libraryId: 'text',
  detail: 'jsonb',
});

/** Copies put into words before anybody of their person has to wait for it, and where each lies among them. */
export class IncomingCopies {
  readonly parameters: readonly string[];
  private readonly places: ReadonlyMap<string, number>;

  constructor(copies: readonly IncomingCopy[]) {
    this.parameters = COPY_FACTS.parametersOf(
      copies.map(({ remoteId, part, fingerprint, report }) => ({
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

/** What a copy shows. */
function shownBy(report: RemoteItem) {
  const { watched, positionMs, playCount, playedAt, addedAt, path, libraryId } = report;
  const { title, episodeTitle, year, season, episode, lastEpisode, guids, parentGuids, showId } = report;
  const { runtimeMs, genres, favourite, rating } = report;
  const ids = { guids, parentGuids, showId };
  return {
    ...{ watched, positionMs, playCount, playedAt, addedAt, path, libraryId },
    detail: {
      ...{ title, episodeTitle, year, season, episode, lastEpisode },
      ...ids,
      ...{ runtimeMs, genres, favourite, rating },
    },
  };
}
