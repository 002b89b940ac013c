import { type GuidRules, NO_RULES } from './guid-rules.js';
import { readGuids, type Guids } from './guid.js';
import { itemKeys, whyUnusable, type ItemKey } from './item-key.js';
import { UNWATCHED, type PlayState } from './play-state.js';
import type { ItemType, RemoteItem } from './remote-item.js';

/** One item of a backup: what it is, and what its person had done with it (sync-engine.md 7.1). */
export interface BackupEntry extends PlayState {
  readonly type: ItemType;
  /** Movie title, or the title of the show. */
  readonly title: string;
  readonly episodeTitle: string | null;
  readonly year: number | null;
  readonly season: number | null;
  readonly episode: number | null;
  readonly guids: Guids;
  readonly parentGuids: Guids;
  /** Unix seconds: when it was played, else when it was added. */
  readonly updated: number;
}

/** A backup of an item as its backend shows it; `more` are ids that are known from elsewhere, and never win (B-3). */
export const toBackupEntry = (
  item: RemoteItem,
  more: { readonly guids: Guids; readonly parentGuids: Guids } = { guids: {}, parentGuids: {} },
): BackupEntry => ({
  type: item.type,
  title: item.title,
  episodeTitle: item.episodeTitle,
  year: item.year,
  season: item.season,
  episode: item.episode,
  guids: { ...more.guids, ...item.guids },
  parentGuids: { ...more.parentGuids, ...item.parentGuids },
  watched: item.watched,
  positionMs: item.watched ? 0 : item.positionMs,
  updated: (item.watched ? item.playedAt : null) ?? item.addedAt ?? 0,
});

const prefixed = (guids: Guids): Record<string, string> =>
  Object.fromEntries(Object.entries(guids).map(([source, value]) => [`guid_${source}`, value]));

/** The portable form of an entry, as the reference writes it. */
export function printBackupEntry(entry: BackupEntry): Readonly<Record<string, unknown>> {
  const { type, title, episodeTitle, season, episode, positionMs } = entry;
  const named =
    type === 'episode'
      ? { show: title, title: episodeTitle ?? `${season ?? 0}x${episode ?? 0}`, season, episode }
      : { title };
  return {
    type,
    watched: entry.watched ? 1 : 0,
    updated: entry.updated,
    ...named,
    year: entry.year,
    guids: prefixed(entry.guids),
    ...(type === 'episode' ? { parent: prefixed(entry.parentGuids) } : {}),
    ...(positionMs > 0 ? { progress: positionMs } : {}),
  };
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const wholeNumber = (value: unknown): number | null => {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
};

/** Ids as files of the reference hold them: `{guid_imdb: …}`. */
export const guidsOf = (value: unknown, rules: GuidRules): Guids =>
  isFields(value)
    ? readGuids(
        Object.entries(value).flatMap(([name, id]) =>
          typeof id === 'string' || typeof id === 'number'
            ? [[name.replace(/^guid_/, ''), String(id)] as const]
            : [],
        ),
        rules,
      )
    : {};

const watchedOf = (value: unknown): boolean | null =>
  value === 1 || value === true ? true : value === 0 || value === false ? false : null;

/**
 * Reads one object of a backup; null when it cannot be restored: no such type, no state, no usable id (B-12). `rules` add
 * the ids that the person defined.
 */
export function readBackupEntry(value: unknown, rules: GuidRules = NO_RULES): BackupEntry | null {
  if (!isFields(value)) return null;
  const watched = watchedOf(value['watched']);
  const { type } = value;
  if ((type !== 'movie' && type !== 'episode') || watched === null) return null;
  const entry = { ...titlesOf(value, type), ...idsOf(value, type, rules), ...stateOf(value, watched) };
  return whyUnusable({ ...BLANK, ...entry }) === null ? entry : null;
}

type Ids = Pick<BackupEntry, 'guids' | 'parentGuids'>;

function titlesOf(value: Fields, type: ItemType): Omit<BackupEntry, keyof Ids | keyof PlayState | 'updated'> {
  const isEpisode = type === 'episode';
  const title = textOf(value['title']) ?? '';
  return {
    type,
    title: isEpisode ? (textOf(value['show']) ?? title) : title,
    episodeTitle: isEpisode ? title : null,
    year: wholeNumber(value['year']),
    season: isEpisode ? wholeNumber(value['season']) : null,
    episode: isEpisode ? wholeNumber(value['episode']) : null,
  };
}

const idsOf = (value: Fields, type: ItemType, rules: GuidRules): Ids => ({
  guids: guidsOf(value['guids'], rules),
  parentGuids: type === 'episode' ? guidsOf(value['parent'], rules) : {},
});

const stateOf = (
  value: Fields,
  watched: boolean,
): Pick<BackupEntry, 'watched' | 'positionMs' | 'updated'> => ({
  watched,
  positionMs: watched ? 0 : (wholeNumber(value['progress']) ?? 0),
  updated: wholeNumber(value['updated']) ?? 0,
});

const BLANK: Omit<RemoteItem, keyof BackupEntry> = {
  id: '',
  lastEpisode: null,
  playCount: null,
  playedAt: null,
  addedAt: null,
  runtimeMs: null,
  libraryId: null,
  showId: null,
  path: null,
};

/** By what an entry is recognised. Two entries that share one mean the same item, and the first counts. */
export const backupKeys = (entry: BackupEntry): readonly ItemKey[] => itemKeys(entry);

export const stateOfEntry = ({ watched, positionMs }: BackupEntry): PlayState =>
  watched ? { ...UNWATCHED, watched: true } : { watched: false, positionMs };
