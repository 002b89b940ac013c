import { hash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { FakeUserData } from './fake-media-server.js';
import type { StoredSeason, StoredShow, StoredTitle } from './fake-store.js';
import { mediaPath } from './media-path.js';

type Json = Readonly<Record<string, unknown>>;

/** What an item's JSON depends on besides the item. */
export interface PlexView {
  readonly stateOf: (id: string) => FakeUserData;
  /** A legacy agent's guid in place of the modern one, by item or show id. */
  readonly agentGuidOf: (id: string) => string | undefined;
  /** Lists carry `Guid` only when asked. */
  readonly includeGuids: boolean;
  /** Told by itself: a list shortens what an item has many of. */
  readonly isAlone?: boolean;
}

/** A movie or episode as `Metadata[]` shows it (plex.md 8.4 and 8.7). */
export function titleJson(title: StoredTitle, view: PlexView): Json {
  return {
    ratingKey: title.id,
    key: `/library/metadata/${title.id}`,
    ...(title.type === 'movie' ? movieJson(title) : episodeJson(title, view)),
    guid: guidOf(title, view),
    type: title.type,
    contentRating: 'PG-13',
    summary: `An invented story about ${title.title}.`,
    ...stateJson(view.stateOf(title.id)),
    thumb: `/library/metadata/${title.id}/thumb/${title.addedAt}`,
    art: artOf(title.show ?? title),
    // Only shows and movies have genres.
    ...(title.type === 'movie' && { Genre: genresOf(title, view) }),
    duration: title.runtimeMs,
    ...(title.year && { originallyAvailableAt: `${title.year}-03-08` }),
    addedAt: title.addedAt,
    updatedAt: title.addedAt,
    Media: [mediaJson(title)],
    ...guidsJson(title.id, title.guids, view),
  };
}

/** A show in a list (plex.md 8.6); its counts are those of its episodes. */
export function showJson(show: StoredShow, view: PlexView): Json {
  const episodes = [...show.seasons.values()].flatMap((season) => season.episodes);
  return {
    ratingKey: show.id,
    key: `/library/metadata/${show.id}/children`,
    guid: view.agentGuidOf(show.id) ?? plexGuid('show', workOf(show)),
    type: 'show',
    title: show.title,
    summary: '',
    ...(show.year && { year: show.year, originallyAvailableAt: `${show.year}-03-08` }),
    thumb: `/library/metadata/${show.id}/thumb/${show.addedAt}`,
    art: artOf(show),
    Genre: genresOf(show, view),
    ...leavesJson(episodes, view),
    childCount: show.seasons.size,
    addedAt: show.addedAt,
    updatedAt: show.addedAt,
    ...guidsJson(show.id, show.guids, view),
  };
}

export function seasonJson(season: StoredSeason, view: PlexView): Json {
  const { show, number } = season;
  return {
    ratingKey: season.id,
    key: `/library/metadata/${season.id}/children`,
    parentRatingKey: show.id,
    parentKey: `/library/metadata/${show.id}`,
    parentTitle: show.title,
    guid: plexGuid('season', `${workOf(show)}\n${number}`),
    type: 'season',
    title: seasonTitle(number),
    index: number,
    ...leavesJson(season.episodes, view),
    addedAt: show.addedAt,
    updatedAt: show.addedAt,
  };
}

/** Only a metadata call tells where a show lies on disk. */
export function locationJson(show: StoredShow): Json {
  const first = [...show.seasons.values()].flatMap((season) => season.episodes)[0];
  return first ? { Location: [{ path: dirname(dirname(mediaPath(first))) }] } : {};
}

function movieJson({ title, year }: StoredTitle): Json {
  return { title, slug: title.toLowerCase().replaceAll(/\W+/g, '-'), ...(year && { year }) };
}

function episodeJson(title: StoredTitle, view: PlexView): Json {
  const { show, seasonId = '', season = 1, episode } = title;
  if (!show) return {};
  return {
    ...ancestorsJson({ show, seasonId, season }, view),
    title: title.episodeTitle ?? `Episode ${episode ?? 0}`,
    ...(episode !== undefined && { index: episode }),
    parentIndex: season,
    ...(title.year && { parentYear: title.year }),
  };
}

interface Ancestors {
  readonly show: StoredShow;
  readonly seasonId: string;
  readonly season: number;
}

function ancestorsJson({ show, seasonId, season }: Ancestors, view: PlexView): Json {
  return {
    parentRatingKey: seasonId,
    grandparentRatingKey: show.id,
    parentGuid: plexGuid('season', `${workOf(show)}\n${season}`),
    grandparentGuid: view.agentGuidOf(show.id) ?? plexGuid('show', workOf(show)),
    grandparentKey: `/library/metadata/${show.id}`,
    parentKey: `/library/metadata/${seasonId}`,
    grandparentTitle: show.title,
    parentTitle: seasonTitle(season),
  };
}

/** What does not hold is absent, never null and never 0 (plex.md 8.0). */
function stateJson({ watched, playCount, positionMs, playedAt }: FakeUserData): Json {
  return {
    ...(watched && { viewCount: Math.max(1, playCount) }),
    ...(positionMs > 0 && { viewOffset: positionMs }),
    ...(playedAt !== null && { lastViewedAt: playedAt }),
  };
}

function leavesJson(episodes: readonly StoredTitle[], view: PlexView): Json {
  const viewed = episodes.filter(({ id }) => view.stateOf(id).watched).length;
  return { leafCount: episodes.length, viewedLeafCount: viewed, ...(viewed > 0 && { viewCount: viewed }) };
}

function mediaJson(title: StoredTitle): Json {
  const file = mediaPath(title);
  const container = file.split('.').at(-1);
  const duration = title.runtimeMs;
  const part = {
    id: Number(title.id) + 2,
    key: `/library/parts/${basename(file)}`,
    duration,
    file,
    container,
  };
  return {
    id: Number(title.id) + 1,
    duration,
    bitrate: 8200,
    width: 1920,
    height: 1080,
    audioCodec: 'aac',
    videoCodec: 'h264',
    videoResolution: '1080',
    container,
    Part: [{ ...part, size: 1_450_000_000 }],
  };
}

function guidOf(title: StoredTitle, view: PlexView): string {
  const legacy = view.agentGuidOf(title.id);
  if (legacy !== undefined) return legacy;
  if (!hasIds(title.guids) && !hasIds(title.show?.guids)) return `local://${title.id}`;
  return plexGuid(title.type, [title.title, title.year, title.season, title.episode].join('\n'));
}

function guidsJson(id: string, guids: Readonly<Record<string, string>> | undefined, view: PlexView): Json {
  if (!view.includeGuids || view.agentGuidOf(id) !== undefined || !hasIds(guids)) return {};
  return { Guid: Object.entries(guids ?? {}).map(([source, value]) => ({ id: `${source}://${value}` })) };
}

const artOf = ({ id, addedAt }: { readonly id: string; readonly addedAt: number }) =>
  `/library/metadata/${id}/art/${addedAt}`;

const GENRES = ['Mystery', 'Drama', 'Comedy'];
const IN_LISTS = 2;

/** All of them, each item beginning with another; a list tells the first two. */
function genresOf({ id }: { readonly id: string }, { isAlone = false }: PlexView) {
  const first = Number(id) % GENRES.length;
  const all = [...GENRES.slice(first), ...GENRES.slice(0, first)].map((tag) => ({ tag }));
  return isAlone ? all : all.slice(0, IN_LISTS);
}

const hasIds = (guids: Readonly<Record<string, string>> | undefined) => Object.keys(guids ?? {}).length > 0;

const workOf = ({ title, year }: StoredShow) => `${title}\n${year ?? ''}`;

const seasonTitle = (number: number) => (number === 0 ? 'Specials' : `Season ${number}`);

/** Plex gives the same work the same guid on every server, so it comes from the work and not from our key. */
const plexGuid = (kind: string, work: string) => `plex://${kind}/${hash('md5', work).slice(0, 24)}`;
