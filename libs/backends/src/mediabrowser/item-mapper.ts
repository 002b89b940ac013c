import {
  type GuidRules,
  type Guids,
  isGuidSource,
  type ItemType,
  NO_RULES,
  readGuids,
  type RemoteItem,
} from '#libs/core';
import { integer, list, namesIn, number, record, text, type Fields } from '../reading.js';
import { NO_SHOW, type ShowFacts } from '../show-facts.js';
import { utcSeconds } from './dates.js';

const TICKS_PER_MS = 10_000;

export const ticksOf = (ms: number): number => Math.round(ms) * TICKS_PER_MS;

/** What one row of the server turned out to be. */
export type Reading =
  | { readonly kind: 'item'; readonly item: RemoteItem }
  /** A folder, a trailer, or an episode without a file: nothing that a person can watch. */
  | { readonly kind: 'not-watchable' }
  /** It should say more than it does; above all, an absent state is not "unwatched". */
  | { readonly kind: 'unreadable' };

/** What the row itself does not tell. */
export interface Surroundings {
  readonly libraryId: string | null;
  /** By the server's id of the show. */
  readonly shows: ReadonlyMap<string, ShowFacts>;
  readonly rules?: GuidRules | undefined;
}

const TYPES: Readonly<Record<string, ItemType>> = { Movie: 'movie', Episode: 'episode' };

/** Reads one movie or episode as both servers write it (jellyfin-emby.md 3.3 and 3.4). */
export function readItem(row: unknown, around: Surroundings): Reading {
  const fields = record(row);
  const [id, kind] = [text(fields['Id']), text(fields['Type'])];
  if (id === null || kind === null) return { kind: 'unreadable' };
  const type = TYPES[kind];
  if (!type || fields['IsFolder'] === true || fields['LocationType'] === 'Virtual')
    return { kind: 'not-watchable' };
  const state = readState(record(fields['UserData']));
  if (!state) return { kind: 'unreadable' };
  const own = type === 'movie' ? movie(fields) : episode(fields, around.shows);
  return {
    kind: 'item',
    item: { id, type, ...own, ...state, ...described(fields, around.rules), libraryId: around.libraryId },
  };
}

/** The server's id of the show that an episode belongs to. */
export const showIdOf = (row: unknown): string | null => {
  const fields = record(row);
  return fields['Type'] === 'Episode' ? text(fields['SeriesId']) : null;
};

/** External ids; keys are spelled freely, as in `Tv Maze` (jellyfin-emby.md 3.5). */
export function readProviderIds(row: unknown, rules: GuidRules = NO_RULES): Guids {
  const ids = record(record(row)['ProviderIds']);
  const found: (readonly [string, string])[] = [];
  for (const key of Object.keys(ids)) {
    const id = text(ids[key]);
    if (id !== null) found.push([sourceOf(key, rules), id]);
  }
  return readGuids(found, rules);
}

/** The same few spellings come with every row. */
const SOURCES = new Map<string, string>();
const MOST_SPELLINGS = 100;

function sourceOf(key: string, { links }: GuidRules): string {
  const source = plainOf(key);
  // A source of a person's own is reached by a link alone, as on Plex.
  return isGuidSource(source) ? source : (links.get(source) ?? '');
}

function plainOf(key: string): string {
  const known = SOURCES.get(key);
  if (known !== undefined) return known;
  const plain = key.toLowerCase().replaceAll(/\s/g, '');
  const source = plain === 'ytinforeader' ? 'youtube' : plain;
  if (SOURCES.size < MOST_SPELLINGS) SOURCES.set(key, source);
  return source;
}

function readState(data: Fields) {
  if (typeof data['Played'] !== 'boolean') return null;
  return {
    watched: data['Played'],
    positionMs: msOf(data['PlaybackPositionTicks']) ?? 0,
    playCount: integer(data['PlayCount']),
    playedAt: utcSeconds(data['LastPlayedDate']),
    favourite: typeof data['IsFavorite'] === 'boolean' ? data['IsFavorite'] : undefined,
    rating: number(data['Rating']) ?? undefined,
  };
}

const described = (fields: Fields, rules: GuidRules | undefined) => ({
  year: integer(fields['ProductionYear']),
  guids: readProviderIds(fields, rules),
  addedAt: utcSeconds(fields['DateCreated']),
  runtimeMs: msOf(fields['RunTimeTicks']),
  path: pathOf(fields['Path']),
});

const movie = (fields: Fields) => ({
  title: text(fields['Name']) ?? text(fields['OriginalTitle']) ?? '??',
  episodeTitle: null,
  season: null,
  episode: null,
  lastEpisode: null,
  parentGuids: NO_SHOW.guids,
  showId: null,
  genres: genresOf(fields),
});

export const genresOf = (fields: Fields): readonly string[] | undefined => namesIn(list(fields['Genres']));

function episode(fields: Fields, shows: Surroundings['shows']) {
  const [first, last] = [integer(fields['IndexNumber']), integer(fields['IndexNumberEnd'])];
  const showId = text(fields['SeriesId']);
  const show = (showId === null ? null : shows.get(showId)) ?? NO_SHOW;
  return {
    title: text(fields['SeriesName']) ?? '??',
    episodeTitle: text(fields['Name']),
    season: integer(fields['ParentIndexNumber']),
    episode: first,
    lastEpisode: first !== null && last !== null && last > first ? last : null,
    parentGuids: show.guids,
    showId,
    genres: genresOf(fields) ?? show.genres,
  };
}

export function msOf(ticks: unknown): number | null {
  const read = integer(ticks);
  return read === null || read < 0 ? null : Math.floor(read / TICKS_PER_MS);
}

/** A remote item's "path" is an address, which may even carry a key. */
export function pathOf(value: unknown): string | null {
  const path = text(value);
  return path === null || path.includes('://') ? null : path;
}

/** A position in ticks as milliseconds; the beginning is none. */
export function positionOf(ticks: unknown): number | null {
  const ms = msOf(ticks);
  return ms !== null && ms > 0 ? ms : null;
}
