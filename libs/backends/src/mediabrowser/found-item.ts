import type { GuidRules } from '#libs/core';
import type { FoundItem, Title } from '../inspection.js';
import { integer, record, text, type Fields } from '../reading.js';
import { titleOf } from '../title.js';
import { utcSeconds } from './dates.js';
import { genresOf, msOf, pathOf, readProviderIds } from './item-mapper.js';

const TYPES: Readonly<Record<string, FoundItem['type']>> = {
  Movie: 'movie',
  Series: 'show',
  Episode: 'episode',
};

/** A row as a person wants to see it; null for what is no movie, show or episode. */
export function readFoundItem(row: unknown, rules?: GuidRules): FoundItem | null {
  const fields = record(row);
  const id = text(fields['Id']);
  const type = TYPES[text(fields['Type']) ?? ''];
  if (id === null || !type) return null;
  return {
    id,
    type,
    ...named(fields, type),
    year: integer(fields['ProductionYear']),
    guids: readProviderIds(fields, rules),
    parentGuids: {},
    ...readState(record(fields['UserData']), type),
    addedAt: utcSeconds(fields['DateCreated']),
    libraryId: null,
    path: pathOf(fields['Path']),
    genres: genresOf(fields) ?? [],
    raw: row,
  };
}

function named(fields: Fields, type: FoundItem['type']) {
  const name = text(fields['Name']) ?? text(fields['OriginalTitle']) ?? '??';
  if (type !== 'episode')
    return { title: name, episodeTitle: null, season: null, episode: null, showId: null };
  return {
    title: text(fields['SeriesName']) ?? '??',
    episodeTitle: text(fields['Name']),
    season: integer(fields['ParentIndexNumber']),
    episode: integer(fields['IndexNumber']),
    showId: text(fields['SeriesId']),
  };
}

/** The "played" of a show is computed from its episodes, so it is nobody's state (jellyfin-emby.md 7, quirk 49). */
function readState(data: Fields, type: FoundItem['type']) {
  const favourite = typeof data['IsFavorite'] === 'boolean' ? data['IsFavorite'] : null;
  if (type === 'show') return { watched: null, positionMs: null, playedAt: null, favourite };
  return {
    watched: typeof data['Played'] === 'boolean' ? data['Played'] : null,
    positionMs: msOf(data['PlaybackPositionTicks']),
    playedAt: utcSeconds(data['LastPlayedDate']),
    favourite,
  };
}

/** A movie or show under all its names; null for anything else. */
export function readTitle(row: unknown, rules?: GuidRules): Title | null {
  const found = readFoundItem(row, rules);
  const fields = record(row);
  const names = ['Name', 'OriginalTitle', 'SortName', 'ForcedSortName'].map((key) => fields[key]);
  return titleOf(found, { names, paths: found?.path ? [found.path] : [] });
}
