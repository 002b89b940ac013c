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

const isSource = (source: string): source is GuidSource => Object.hasOwn(VALID, source);

/**
 * Keeps only ids of a known source with a valid value (G-1). When one source has two values the first stays,
 * unless both are numbers: then the lower one (G-8).
 */
export function readGuids(candidates: Iterable<readonly [source: string, value: string]>): Guids {
  const found = new Map<GuidSource, string>();
  for (const [rawSource, rawValue] of candidates) {
    const source = rawSource.toLowerCase();
    const value = rawValue.trim();
    if (!isSource(source) || !VALID[source].test(value)) continue;
    const known = found.get(source);
    if (known === undefined || isLowerNumber(value, known)) found.set(source, value);
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const isLowerNumber = (value: string, known: string): boolean =>
  digits.test(value) && digits.test(known) && Number(value) < Number(known);

export const hasGuids = (guids: Guids): boolean => Object.keys(guids).length > 0;
