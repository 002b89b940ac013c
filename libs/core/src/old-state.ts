import { guidsOf } from './backup-entry.js';
import { type GuidRules, NO_RULES } from './guid-rules.js';
import type { ItemType, RemoteItem } from './remote-item.js';

/** A row of the table `state` of an older installation (SR-31), with its JSON columns parsed. */
export type OldRow = Readonly<Record<string, unknown>>;

/** What an older installation knew of one item, and the backend by whose name it is told. */
export interface OldState {
  readonly backend: string;
  /** Its id is of the old row and of no server: it was not read there. */
  readonly item: RemoteItem;
}

export interface OldReading {
  /** Names of the person's backends whose word counts, in their order; at least one. */
  readonly sources: readonly [string, ...string[]];
  /** Unix seconds. */
  readonly now: number;
  readonly rules?: GuidRules;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a row; null when it is of a kind that is not watched. Its date is that of the decision where it was watched, and of
 * the position where it was not; a date from the future is as good as none.
 */
export function readOldState(row: OldRow, { sources, now, rules = NO_RULES }: OldReading): OldState | null {
  const { type } = row;
  if (type !== 'movie' && type !== 'episode') return null;
  const copies = fieldsOf(row['metadata']);
  const backend = sourceOf(row, copies, sources);
  const state = stateIn(row, copies);
  return {
    backend,
    item: {
      ...BLANK,
      ...titlesOf(row, type, fieldsOf(copies[backend] ?? copies[textOf(row['via']) ?? ''])),
      id: `old-${textOf(row['id']) ?? ''}`,
      type,
      guids: guidsOf(row['guids'], rules),
      parentGuids: type === 'episode' ? guidsOf(row['parent'], rules) : {},
      ...state,
      playedAt: state.playedAt !== null && state.playedAt > now ? null : state.playedAt,
    },
  };
}

const BLANK = {
  lastEpisode: null,
  playCount: null,
  runtimeMs: null,
  libraryId: null,
  showId: null,
} as const;

type Titles = Pick<RemoteItem, 'title' | 'episodeTitle' | 'year' | 'season' | 'episode' | 'path' | 'addedAt'>;

function titlesOf(row: OldRow, type: ItemType, copy: Fields): Titles {
  const isEpisode = type === 'episode';
  return {
    title: textOf(row['title']) ?? '',
    episodeTitle: isEpisode ? textOf(fieldsOf(copy['extra'])['title']) : null,
    year: numberOf(row['year']),
    season: isEpisode ? numberOf(row['season']) : null,
    episode: isEpisode ? numberOf(row['episode']) : null,
    path: textOf(copy['path']),
    addedAt: numberOf(copy['added_at']),
  };
}

type State = Pick<RemoteItem, 'watched' | 'positionMs' | 'playedAt'>;

const stateIn = (row: OldRow, copies: Fields): State =>
  numberOf(row['watched']) === 1
    ? { watched: true, positionMs: 0, playedAt: numberOf(row['updated']) || null }
    : { watched: false, ...positionIn(copies, fieldsOf(row['extra'])) };

/** Who said it last, where that one counts; else whoever knows it; an item of none of them is told by the first. */
function sourceOf(row: OldRow, copies: Fields, sources: OldReading['sources']): string {
  const via = textOf(row['via']);
  return sources.find((name) => name === via) ?? sources.find((name) => name in copies) ?? sources[0];
}

/** The position that was reported last; of several without a date the furthest. `events` tell when. */
function positionIn(copies: Fields, events: Fields): Omit<State, 'watched'> {
  const told = Object.entries(copies).map(([name, copy]) => ({
    positionMs: numberOf(fieldsOf(copy)['progress']) ?? 0,
    playedAt: secondsOf(fieldsOf(events[name])['received_at']),
  }));
  const [newest] = told
    .filter(({ positionMs }) => positionMs > 0)
    .sort((a, b) => (b.playedAt ?? 0) - (a.playedAt ?? 0) || b.positionMs - a.positionMs);
  return newest ?? { positionMs: 0, playedAt: null };
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const textOf = (value: unknown): string | null =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;

/** The old tables keep numbers as numbers and as text. */
const numberOf = (value: unknown): number | null => {
  const text = textOf(value);
  const number = text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
  return number !== null && Number.isSafeInteger(number) ? number : null;
};

const secondsOf = (value: unknown): number | null => {
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? numberOf(value) : Math.floor(parsed / 1_000);
};
