/** External id sources that count for matching (sync-engine.md 2.1). */
export const GUID_SOURCES = ['anidb', 'cmdb', 'imdb', 'tmdb', 'tvdb', 'tvmaze', 'tvrage', 'youtube'] as const;
export type GuidSource = (typeof GUID_SOURCES)[number];

/** External ids of one movie, episode or show: source to value, e.g. `{ imdb: 'tt0111161' }`. */
export type Guids = Readonly<Partial<Record<GuidSource, string>>>;

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

export const isGuidSource = (source: string): source is GuidSource => Object.hasOwn(VALID, source);

/**
 * Keeps only ids of a known source with a valid value (G-1). When one source has two values the first stays,
 * unless both are numbers: then the lower one (G-8).
 */
export function readGuids(candidates: Iterable<readonly [source: string, value: string]>): Guids {
  const found: Partial<Record<GuidSource, string>> = {};
  for (const [rawSource, rawValue] of candidates) {
    const source = rawSource.toLowerCase();
    const value = rawValue.trim();
    if (!isGuidSource(source) || !VALID[source].test(value)) continue;
    const known = found[source];
    if (known === undefined || isLowerNumber(value, known)) found[source] = value;
  }
  return inOrder(found);
}

/** By source, so that the same ids are the same text however the server sorts them. A page has thousands of these. */
function inOrder(found: Guids): Guids {
  const ordered: Partial<Record<GuidSource, string>> = {};
  for (const source of GUID_SOURCES) if (found[source] !== undefined) ordered[source] = found[source];
  return ordered;
}

const isLowerNumber = (value: string, known: string): boolean =>
  digits.test(value) && digits.test(known) && Number(value) < Number(known);

export const hasGuids = (guids: Guids): boolean => Object.keys(guids).length > 0;
