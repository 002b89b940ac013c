import type { GuidRules, ItemType, RemoteItem } from '#libs/core';
import type { Library, ServerInfo } from '../media-server.js';
import {
  firstRecord,
  integer,
  namesIn,
  number,
  record,
  records,
  text,
  unixSeconds,
  type Fields,
} from '../reading.js';
import { NO_SHOW, type ShowFacts } from '../show-facts.js';
import { lastEpisodeIn } from './plex.episode-range.js';
import { readPlexGuids } from './plex.guid.js';

/** What an item does not say itself. */
export interface ItemContext {
  /** The section that is being read; a single item names its own. */
  readonly libraryId: string | null;
  readonly show: (showId: string) => ShowFacts | undefined;
  readonly rules?: GuidRules | undefined;
}

const UNTITLED = '??';

/**
 * A movie or episode as Plex shows it (plex.md 3.4); null for any other kind, for one without a key, and for one whose
 * state cannot be read: it must not be taken for unwatched.
 */
export function readPlexItem(item: Fields, context: ItemContext): RemoteItem | null {
  const id = text(item['ratingKey']);
  const type = itemType(item);
  const state = readState(item);
  if (id === null || type === null || state === null) return null;
  const path = pathOf(item);
  const own = type === 'movie' ? asMovie(item) : asEpisode(item, path, context);
  // One object, written out: a library has a hundred thousand of them.
  return {
    id,
    type,
    year: yearOf(item),
    guids: readPlexGuids(item, context.rules),
    watched: state.watched,
    positionMs: state.positionMs,
    playCount: state.playCount,
    playedAt: state.playedAt,
    addedAt: unixSeconds(item['addedAt']),
    runtimeMs: positive(item['duration']),
    libraryId: text(item['librarySectionID']) ?? context.libraryId,
    path,
    title: own.title,
    episodeTitle: own.episodeTitle,
    season: own.season,
    episode: own.episode,
    lastEpisode: own.lastEpisode,
    parentGuids: own.parentGuids,
    showId: own.showId,
    genres: genresOf(item) ?? own.showGenres,
    // Plex knows ratings, but no favourites.
    rating: number(item['userRating']) ?? undefined,
  };
}

/** Whether it says to be a movie or an episode. */
export const isPlayable = (item: Fields): boolean => itemType(item) !== null;

function itemType({ type }: Fields): ItemType | null {
  return type === 'movie' || type === 'episode' ? type : null;
}

function asMovie(item: Fields) {
  return {
    title: text(item['title']) ?? text(item['originalTitle']) ?? UNTITLED,
    episodeTitle: null,
    season: null,
    episode: null,
    lastEpisode: null,
    parentGuids: NO_SHOW.guids,
    showId: null,
    showGenres: undefined,
  };
}

function asEpisode(item: Fields, path: string | null, { show: showOf }: ItemContext) {
  const showId = showIdOf(item);
  const show = (showId === null ? undefined : showOf(showId)) ?? NO_SHOW;
  // Hidden seasons leave the number out; like specials they count as season 0.
  const season = integer(item['parentIndex']) ?? 0;
  const episode = integer(item['index']);
  return {
    title: text(item['grandparentTitle']) ?? UNTITLED,
    episodeTitle: text(item['title']),
    season,
    episode,
    lastEpisode: lastEpisodeIn({ path, season, episode }),
    parentGuids: show.guids,
    showId,
    showGenres: show.genres,
  };
}

/** A list tells so many of an item's genres, the item by itself tells all: the same must come of both. */
const GENRES_IN_LISTS = 2;

const genresOf = (row: Fields): readonly string[] | undefined =>
  namesIn(
    records(row['Genre'])
      .slice(0, GENRES_IN_LISTS)
      .map(({ tag }) => tag),
  );

export const showFactsOf = (show: Fields, rules?: GuidRules): ShowFacts => ({
  guids: readPlexGuids(show, rules),
  genres: genresOf(show),
});

/** Only the count says watched: `lastViewedAt` stays on items that were begun (plex.md quirk 34). */
function readState(item: Fields) {
  const [playCount, positionMs] = [countOf(item, 'viewCount'), countOf(item, 'viewOffset')];
  if (playCount === null || positionMs === null) return null;
  return { watched: playCount > 0, positionMs, playCount, playedAt: unixSeconds(item['lastViewedAt']) };
}

/** What was never seen has no count at all. Anything but a whole number says nothing: null. */
function countOf(item: Fields, key: 'viewCount' | 'viewOffset'): number | null {
  if (!(key in item)) return 0;
  const count = number(item[key]);
  return count !== null && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

function yearOf(item: Fields): number | null {
  const named = positive(item['parentYear']) ?? positive(item['year']);
  return named ?? positive(text(item['originallyAvailableAt'])?.slice(0, 4));
}

/** Only the first file counts: versions and stacked parts are left out (plex.md 3.4). */
function pathOf(item: Fields): string | null {
  const part = firstRecord(firstRecord(item['Media'])['Part']);
  return text(part['file']) ?? text(firstRecord(item['Location'])['path']);
}

function positive(value: unknown): number | null {
  const read = integer(value);
  return read !== null && read > 0 ? read : null;
}

/** The key of an episode's show. */
export const showIdOf = (item: Fields): string | null =>
  text(item['grandparentRatingKey']) ?? text(item['parentRatingKey']);

/** The key of an episode's season. */
export const seasonIdOf = (item: Fields): string | null => text(item['parentRatingKey']);

/**
 * Plex mostly lists each episode of a shared file by itself. Then the first one must not stand for the others, too
 * (plex.md 3.7).
 */
export function withoutListedTwice(
  items: readonly RemoteItem[],
  listed: readonly RemoteItem[],
): readonly RemoteItem[] {
  if (items.every(({ lastEpisode }) => lastEpisode === null)) return items;
  const places = new Set(listed.map(({ path, season, episode }) => placeOf(path, season, episode)));
  return items.map((item) => (item.lastEpisode === null ? item : alone(item, places)));
}

function alone(item: RemoteItem, places: ReadonlySet<string>): RemoteItem {
  const { path, season, episode, lastEpisode } = item;
  for (let number = (episode ?? 0) + 1; number <= (lastEpisode ?? 0); number += 1) {
    if (places.has(placeOf(path, season, number))) return { ...item, lastEpisode: null };
  }
  return item;
}

const placeOf = (path: string | null, season: number | null, episode: number | null): string =>
  JSON.stringify([path, season, episode]);

const LIBRARY_TYPES: ReadonlyMap<string, Library['type']> = new Map([
  ['movie', 'movie'],
  ['show', 'show'],
]);

/** A section. Only its type decides what can be read from it; agent and scanner do not (plex.md 3.1). */
export function readPlexLibrary(section: Fields): Library | null {
  const id = text(section['key']);
  if (id === null) return null;
  const type = LIBRARY_TYPES.get(text(section['type']) ?? '') ?? 'other';
  return {
    id,
    title: text(section['title']) ?? UNTITLED,
    type,
    supported: type !== 'other',
    ...named('contentType', section['type']),
    ...named('agent', section['agent']),
    ...named('scanner', section['scanner']),
  };
}

function named<Key extends 'contentType' | 'agent' | 'scanner'>(
  key: Key,
  value: unknown,
): Partial<Record<Key, string>> {
  const word = text(value);
  return word === null ? {} : ({ [key]: word } as Partial<Record<Key, string>>);
}

export function readPlexServer(container: Fields): ServerInfo | null {
  const uuid = text(container['machineIdentifier']);
  if (uuid === null) return null;
  return {
    uuid,
    name: text(container['friendlyName']) ?? 'Plex',
    version: text(container['version']) ?? '',
  };
}

/** The items of a container; an empty list has no key at all (plex.md quirk 9). */
export const metadataOf = (container: unknown): readonly Fields[] => records(record(container)['Metadata']);
