/** More episodes than this in one file are a mistake in its name; the setting of the backend is at most this (G-21). */
const LONGEST_RANGE = 100;

// A number belongs to the range only when it ends there: not in `S01E03-1080p`, nor in `S01E07.8bit` (plex.md 3.7).
const ENDS = '(?=$|[^0-9a-z])';
const MORE = `(?=$|[^0-9a-z]|e\\d|s\\d)`;

/** Notations of plex.md 3.7, in the order in which they are tried. Forms without a season count as season 0. */
const NOTATIONS: readonly RegExp[] = [
  new RegExp(
    `(?:^|[^0-9a-z])s(?<season>\\d+)e(?<first>\\d+)(?<more>(?:[-.]?(?:s\\k<season>)?e\\d+${MORE}|-\\d+${ENDS})*)`,
    'i',
  ),
  new RegExp(
    `season[ ._-]*(?<season>\\d+)[ ._-]*ep(?:isode)?[ ._]*(?<first>\\d+)(?<more>(?:-e?\\d+${ENDS})*)`,
    'i',
  ),
  new RegExp(
    `(?:^|[^0-9a-z])(?<season>\\d{1,2})x(?<first>\\d+)(?<more>(?:-(?:\\k<season>x)?\\d+${ENDS})*)`,
    'i',
  ),
  new RegExp(`(?:^|[ ._([-])e(?<first>\\d+)(?<more>(?:-?e\\d+${MORE})*)`, 'i'),
  new RegExp(`(?:^|[^a-z])ep(?:isode)?[ ._]*(?<first>\\d+)(?<more>(?:-e?\\d+${ENDS})*)`, 'i'),
];

export interface EpisodeRange {
  readonly season: number;
  readonly first: number;
  readonly last: number;
}

/** The episodes that a file name speaks of; a single one is a range of one. */
export function episodeRange(fileName: string): EpisodeRange | null {
  for (const notation of NOTATIONS) {
    const groups = notation.exec(fileName)?.groups;
    if (groups) return rangeOf(groups);
  }
  return null;
}

function rangeOf({ season, first, more = '' }: Readonly<Record<string, string | undefined>>): EpisodeRange {
  if (more === '') return { season: Number(season ?? 0), first: Number(first), last: Number(first) };
  const others = [...more.matchAll(/(?<![s\d])\d+(?![x\d])/gi)].map(([digits]) => Number(digits));
  const numbers = [Number(first), ...others];
  return { season: Number(season ?? 0), first: Math.min(...numbers), last: Math.max(...numbers) };
}

interface EpisodeFile {
  readonly path: string | null;
  readonly season: number | null;
  readonly episode: number | null;
}

/** The last episode in a file that holds several, when its name agrees with what the server says of it (G-20). */
export function lastEpisodeIn({ path, season, episode }: EpisodeFile): number | null {
  const range = episodeRange(baseName(path ?? ''));
  if (!range || range.season !== season || range.first !== episode) return null;
  const size = range.last - range.first + 1;
  return size > 1 && size <= LONGEST_RANGE ? range.last : null;
}

const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? '';
