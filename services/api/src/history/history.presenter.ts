import { type Guids, samePosition } from '#libs/core';
import { type CopyRecord, type HistoryRecord, toSeconds } from '#libs/database';
import type { HistoryItemDto, ObservationDto } from './history.dto.js';

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;
const progressOf = (positionMs: number): number | null => (positionMs > 0 ? positionMs : null);
const isWatched = ({ decision }: HistoryRecord): boolean => decision === 'played';

/** The API's names of ids: `guid_imdb` for `imdb`. */
const named = (guids: Guids): Record<string, string> =>
  Object.fromEntries(Object.entries(guids).map(([source, value]) => [`guid_${source}`, value]));

/** An item with what each backend shows of it; `backends` are all backends of its person. */
export function toHistoryItem(
  record: HistoryRecord,
  copies: readonly CopyRecord[],
  backends: readonly string[],
): HistoryItemDto {
  const metadata = observationsOf(record, copies);
  return {
    id: record.id,
    type: record.type,
    title: record.title,
    content_title: record.episodeTitle,
    content_genres: [...new Set(copies.flatMap(({ detail }) => detail.genres ?? []))].sort(),
    year: record.year,
    season: record.season,
    episode: record.episode,
    watched: isWatched(record),
    updated: toSeconds(record.changedAt),
    via: record.via,
    progress: isWatched(record) ? null : progressOf(record.positionMs),
    event: record.event,
    guids: named(record.guids),
    parent: named(record.parentGuids),
    rguids: relativeIds(record),
    reported_by: backends.filter((name) => Object.hasOwn(metadata, name)),
    not_reported_by: backends.filter((name) => !Object.hasOwn(metadata, name)),
    metadata,
    created_at: record.createdAt.toISOString(),
    updated_at: record.updatedAt.toISOString(),
  };
}

/** `guid_tvdb://71/1/2`: the show's id, the season, the number (rest-api.md 5). */
function relativeIds({ parentGuids, season, episode }: HistoryRecord): string[] {
  if (season === null || episode === null) return [];
  return Object.entries(parentGuids).map(
    ([source, value]) => `guid_${source}://${value}/${season}/${episode}`,
  );
}

/** Where a server has several copies, the one that disagrees is shown: it is the one to look at. */
function observationsOf(
  record: HistoryRecord,
  copies: readonly CopyRecord[],
): Record<string, ObservationDto> {
  const shown = new Map<string, ObservationDto>();
  for (const copy of copies) {
    if (shown.get(copy.backend)?.in_sync !== false) shown.set(copy.backend, toObservation(record, copy));
  }
  return Object.fromEntries(shown);
}

const toObservation = (record: HistoryRecord, copy: CopyRecord): ObservationDto => ({
  id: copy.remoteId,
  type: record.type,
  watched: copy.watched,
  via: copy.backend,
  title: copy.detail.title,
  year: copy.detail.year,
  season: copy.detail.season,
  episode: copy.detail.episode,
  guids: named(copy.detail.guids),
  parent: named(copy.detail.parentGuids),
  added_at: iso(copy.addedAt),
  played_at: iso(copy.playedAt),
  progress: progressOf(copy.positionMs),
  library: copy.libraryId,
  path: copy.path,
  show: copy.detail.showId,
  multi: copy.detail.lastEpisode !== null,
  extra: {
    title: copy.detail.episodeTitle,
    genres: copy.detail.genres ?? [],
    favorite: copy.detail.favourite ?? null,
    rating: copy.detail.rating ?? null,
  },
  in_sync: agrees(record, copy),
});

/** The position of a second viewing stays with its backend, so it is no disagreement (contract.md 5.9). */
const agrees = (record: HistoryRecord, copy: CopyRecord): boolean =>
  copy.watched === isWatched(record) && (copy.watched || samePosition(copy.positionMs, record.positionMs));
