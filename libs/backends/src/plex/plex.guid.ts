import { type GuidRules, type Guids, NO_RULES, readGuids } from '#libs/core';
import { records, text, type Fields } from '../reading.js';

type Candidate = readonly [source: string, value: string];

/** Schemes of `Guid[]` and of the modern `guid` that name an id outside of Plex (sync-engine.md G-4). */
const SCHEMES: ReadonlyMap<string, string> = new Map([
  ['imdb', 'imdb'],
  ['tmdb', 'tmdb'],
  ['tvdb', 'tvdb'],
  ['tvmaze', 'tvmaze'],
  ['tvrage', 'tvrage'],
  ['anidb', 'anidb'],
  ['ytinforeader', 'youtube'],
  ['cmdb', 'cmdb'],
]);

/** Legacy agents by the last part of their name (plex.md 3.6). */
const LEGACY_AGENTS: ReadonlyMap<string, (id: string) => Candidate | null> = new Map([
  ['imdb', (id) => ['imdb', id]],
  ['tmdb', (id) => ['tmdb', id]],
  ['themoviedb', (id) => ['tmdb', id]],
  ['thetvdb', (id) => ['tvdb', id]],
  ['xbmcnfo', (id) => [id.startsWith('tt') ? 'imdb' : 'tmdb', id]],
  ['xbmcnfotv', (id) => ['tvdb', id]],
  ['ytinforeader', (id) => ['youtube', id]],
  ['cmdb', (id) => ['cmdb', id]],
  ['hama', readHama],
]);

const LEGACY = /^com\.plexapp\.agents\.([^:]+):\/\/([^?]+)/;
const HAMA = /^(anidb|tvdb|tmdb|tsdb|imdb)\d?-([^[\]()]+)/;
const NFO = /^tv\.plex\.agents\.nfo\.[^:]+:\/\/(?:[^?]*\/)?([a-z]+)_([^/?]+)/;
const IS_SCHEME = /^[a-z0-9.+-]+$/;

/** The external ids of an item or show: every entry of `Guid[]` and the `guid` itself. */
export function readPlexGuids(item: Fields, rules: GuidRules = NO_RULES): Guids {
  const candidates: Candidate[] = [];
  const add = (raw: unknown): void => {
    const candidate = parsePlexGuid(text(raw) ?? '', rules);
    if (candidate) candidates.push(candidate);
  };
  for (const { id } of records(item['Guid'])) add(id);
  add(item['guid']);
  return readGuids(candidates, rules);
}

/** One Plex guid as source and value; null for local ids and for whatever names no known source. */
export function parsePlexGuid(told: string, rules: GuidRules = NO_RULES): Candidate | null {
  const raw = rules.replacements.length === 0 ? told : replaced(told, rules);
  if (raw.startsWith('com.plexapp.agents.')) return readLegacy(raw, rules);
  if (raw.startsWith('tv.plex.agents.nfo.')) return readNfo(raw);
  return readModern(raw, rules);
}

/** By place and not by pattern: a page has thousands of these. */
function readModern(raw: string, { links }: GuidRules): Candidate | null {
  const end = raw.indexOf('://');
  if (end < 0) return null;
  const scheme = raw.slice(0, end).toLowerCase();
  const source = SCHEMES.get(scheme) ?? (IS_SCHEME.test(scheme) ? links.get(scheme) : undefined);
  if (source === undefined) return null;
  const question = raw.indexOf('?', end);
  const id = raw.slice(end + 3, question < 0 ? raw.length : question);
  return id === '' ? null : [source, id];
}

/** More slashes than those of `://` make it a show/season/episode path: such ids are built by us, not read (G-6). */
function readLegacy(raw: string, { legacy }: GuidRules): Candidate | null {
  const [, agent = '', id = ''] = LEGACY.exec(raw) ?? [];
  if (id.includes('/')) return null;
  const known = LEGACY_AGENTS.get(agent);
  if (known) return known(id);
  const source = legacy.get(agent.toLowerCase());
  return source === undefined ? null : [source, id];
}

/** Plain text, each of it once; what a person wrote is no pattern. */
function replaced(raw: string, { replacements }: GuidRules): string {
  return replacements.reduce((text, { from, to }) => text.replace(from, () => to), raw);
}

function readHama(id: string): Candidate | null {
  const [, source, value] = HAMA.exec(id) ?? [];
  if (source === undefined || value === undefined) return null;
  return [source === 'tsdb' ? 'tmdb' : source, value];
}

function readNfo(raw: string): Candidate | null {
  const [, source = '', value = ''] = NFO.exec(raw) ?? [];
  return SCHEMES.has(source) ? [source, value] : null;
}
