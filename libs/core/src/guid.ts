import { type GuidRules, NO_RULES } from './guid-rules.js';

/** External id sources that always count for matching (sync-engine.md 2.1); persons may add their own (2.5). */
export const GUID_SOURCES = ['anidb', 'cmdb', 'imdb', 'tmdb', 'tvdb', 'tvmaze', 'tvrage', 'youtube'] as const;
export type GuidSource = (typeof GUID_SOURCES)[number];

/**
 * Ids of one movie, episode or show: source to value, e.g. `{ imdb: 'tt0111161' }`. `path` is made of where the file lies, on
 * request, and is told by no server.
 */
export type Guids = Readonly<Record<string, string>>;

const digits = /^[1-9]\d*$/;
const isText = /\S/;

const VALID: Readonly<Record<GuidSource, RegExp>> = {
  anidb: digits,
  cmdb: isText,
  imdb: /^tt(?!0+$)\d+$/i,
  tmdb: digits,
  tvdb: digits,
  tvmaze: digits,
  tvrage: digits,
  youtube: isText,
};

/** The check of a source that is always there, as a pattern. */
export const patternOf = (source: GuidSource): string => VALID[source].source;

/** Made of where a file lies, so that nobody else's ids may go by this name. */
export const PATH_SOURCE = 'path';

export const isGuidSource = (source: string): source is GuidSource => Object.hasOwn(VALID, source);

const accepts = (source: string, value: string, rules: GuidRules): boolean =>
  isGuidSource(source) ? VALID[source].test(value) : rules.accepts.get(source)?.(value) === true;

/**
 * Keeps only ids of a known source with a valid value (G-1). When one source has two values the first stays,
 * unless both are numbers: then the lower one (G-8).
 */
export function readGuids(
  candidates: Iterable<readonly [source: string, value: string]>,
  rules: GuidRules = NO_RULES,
): Guids {
  const found: Record<string, string> = {};
  for (const [rawSource, rawValue] of candidates) {
    const source = rawSource.toLowerCase();
    const value = rawValue.trim();
    if (!accepts(source, value, rules)) continue;
    const known = found[source];
    if (known === undefined || isLowerNumber(value, known)) found[source] = value;
  }
  return inOrder(found, rules);
}

/** By source, so that the same ids are the same text however the server sorts them. A page has thousands of these. */
function inOrder(found: Guids, { accepts: custom }: GuidRules): Guids {
  const ordered: Record<string, string> = {};
  for (const source of GUID_SOURCES) take(source);
  for (const source of custom.keys()) take(source);
  return ordered;

  function take(source: string): void {
    const value = found[source];
    if (value !== undefined) ordered[source] = value;
  }
}

const isLowerNumber = (value: string, known: string): boolean =>
  digits.test(value) && digits.test(known) && Number(value) < Number(known);

export const hasGuids = (guids: Guids): boolean => Object.keys(guids).length > 0;
