import type { GuidRules } from '#libs/core';
import type { FoundItem, Title } from '../../media-server.js';
import { namesIn, record, records, text, type Fields } from '../../reading.js';
import type { ShowFacts } from '../../show-facts.js';
import { titleOf } from '../../title.js';
import { readPlexItem } from '../plex.mapper.js';

/** What the row does not tell. */
interface Around {
  readonly show?: ShowFacts;
  readonly rules?: GuidRules | undefined;
}

/** A row as a person wants to see it; null for what is no movie, show or episode. */
export function readFoundItem(row: Fields, around: Around = {}): FoundItem | null {
  if (row['type'] === 'show') return readShow(row, around);
  const { show, rules } = around;
  const item = readPlexItem(row, { libraryId: null, show: () => show, rules });
  if (!item) return null;
  return {
    id: item.id,
    type: item.type,
    title: item.title,
    episodeTitle: item.episodeTitle,
    year: item.year,
    season: item.season,
    episode: item.episode,
    guids: item.guids,
    parentGuids: item.parentGuids,
    showId: item.showId,
    watched: item.watched,
    positionMs: item.positionMs,
    playedAt: item.playedAt,
    addedAt: item.addedAt,
    libraryId: item.libraryId,
    path: item.path,
    genres: namesIn(records(row['Genre']).map(({ tag }) => tag)) ?? item.genres ?? [],
    // Plex knows ratings, but no favourites.
    favourite: null,
    raw: row,
  };
}

/** A show's state is that of its episodes, so it is nobody's own. */
function readShow(row: Fields, around: Around): FoundItem | null {
  // A show is written as a movie is; only its type is another.
  const like = readFoundItem({ ...row, type: 'movie' }, around);
  if (!like) return null;
  return { ...like, type: 'show', watched: null, positionMs: null, playedAt: null, raw: row };
}

/** A movie or show under all its names; null for anything else. */
export function readTitle(row: Fields, rules?: GuidRules): Title | null {
  const names = ['title', 'originalTitle', 'titleSort'].map((key) => row[key]);
  return titleOf(readFoundItem(row, { rules }), { names, paths: pathsOf(row) });
}

/** Every file of a movie, every folder of a show. */
export function pathsOf(row: Fields): readonly string[] {
  const files = records(row['Media']).flatMap((media) => records(media['Part']).map(({ file }) => file));
  const folders = records(row['Location']).map(({ path }) => path);
  return [...new Set([...files, ...folders].flatMap((path) => text(path) ?? []))];
}

/** What a search finds: a hub for each kind, its rows under one of two names (plex.md U9); the best first. */
export function readHubs(container: Fields, rules?: GuidRules): readonly FoundItem[] {
  const rows = records(container['Hub'])
    .filter(({ type }) => type === 'movie' || type === 'show' || type === 'episode')
    .flatMap((hub) => [...records(hub['Metadata']), ...records(hub['Directory'])]);
  const seen = new Set<string>();
  return rows
    .toSorted((one, other) => scoreOf(other) - scoreOf(one))
    .flatMap((row) => readFoundItem(row, { rules }) ?? [])
    .filter(({ id }) => !seen.has(id) && seen.add(id));
}

function scoreOf(row: Fields): number {
  const score = Number(text(record(row)['score']) ?? 0);
  return Number.isFinite(score) ? score : 0;
}
