import type { ItemType } from '#libs/core';

/** An id of an item or of its show, such as `{ source: 'tvdb', value: '71' }`. */
export interface IdFilter {
  readonly source: string;
  readonly value: string;
}

export interface HistoryFilter {
  readonly id?: number;
  readonly watched?: boolean;
  readonly type?: ItemType;
  /** Contains, in any letter case; of one or two letters: a word that begins with them. */
  readonly title?: string;
  /** The same for the title of the episode. */
  readonly subtitle?: string;
  readonly via?: string;
  readonly year?: number;
  readonly season?: number;
  readonly episode?: number;
  readonly guid?: IdFilter;
  readonly parent?: IdFilter;
  /** An id of the show with a season, perhaps a number. */
  readonly relative?: IdFilter & { readonly season: number; readonly episode?: number };
  /** Of a copy: begins with. */
  readonly path?: string;
  /** A backend's own id of a copy. */
  readonly remoteId?: string;
  /** What a copy is told to be, all of them; in small letters. */
  readonly genres?: readonly string[];
}

/** By what a list can be sorted; equal ones go on by the further columns, so that an index gives the order as it is. */
export const HISTORY_SORTS = {
  id: ['item.id'],
  type: ['item.type', 'item.changed_at', 'item.id'],
  updated: ['item.changed_at', 'item.id'],
  watched: [`(item.decision = 'played')`, 'item.changed_at', 'item.id'],
  via: ['item.via', 'item.changed_at', 'item.id'],
  title: ['item.title', 'item.season', 'item.episode', 'item.id'],
  year: ['item.year', 'item.changed_at', 'item.id'],
  season: ['item.season', 'item.changed_at', 'item.id'],
  episode: ['item.episode', 'item.changed_at', 'item.id'],
  // Ids are given when records are made, so they are in this order; one index less to keep while importing.
  created_at: ['item.id'],
  updated_at: ['item.updated_at', 'item.id'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type HistorySort = keyof typeof HISTORY_SORTS;

export interface SortStep {
  readonly by: HistorySort;
  readonly direction: 'asc' | 'desc';
}

const NEWEST_FIRST: SortStep = { by: 'updated', direction: 'desc' };

export function orderOf(sort: readonly SortStep[]): string {
  const steps = sort.length > 0 ? sort : [NEWEST_FIRST];
  const last = steps.length - 1;
  return steps
    .flatMap(({ by, direction }, place) => {
      const columns: readonly string[] = HISTORY_SORTS[by];
      return (place < last ? columns.slice(0, 1) : columns).map((column) => `${column} ${direction}`);
    })
    .join(', ');
}

/** A part of a `WHERE` that uses the placeholder of its one value. */
type Part = (placeholder: string) => string;

const OF_PERSON = 'o.backend_id IN (SELECT id FROM backend WHERE identity_id = $1)';

/**
 * The index of words knows three letters and the beginnings of words. One or two letters are therefore looked for where
 * words begin: everywhere would mean to look at every row.
 */
const containing = (column: string, placeholder: string): string =>
  `(${column} ILIKE ANY (${placeholder}::text[]))`;
const SHORT = /^[\p{L}\p{N}]{1,2}$/u;
const patternsOf = (text: string): readonly string[] =>
  SHORT.test(text) ? [`${text}%`, `% ${text}%`] : [`%${escaped(text)}%`];

const PARTS: { readonly [Key in keyof HistoryFilter]-?: Part } = {
  id: (p) => `item.id = ${p}`,
  watched: (p) => `(item.decision = 'played') = ${p}`,
  type: (p) => `item.type = ${p}`,
  title: (p) => containing('item.title', p),
  subtitle: (p) => containing('item.episode_title', p),
  via: (p) => `item.via = ${p}`,
  year: (p) => `item.year = ${p}`,
  season: (p) => `item.season = ${p}`,
  episode: (p) => `item.episode = ${p}`,
  guid: (p) => `item.guids @> ${p}::jsonb`,
  parent: (p) => `item.parent_guids @> ${p}::jsonb`,
  relative: (p) => `item.parent_guids @> ${p}::jsonb`,
  path: (p) => `item.id IN (SELECT o.item_id FROM observation o WHERE o.path LIKE ${p} AND ${OF_PERSON})`,
  remoteId: (p) =>
    `item.id IN (SELECT o.item_id FROM observation o WHERE o.remote_id = ${p} AND ${OF_PERSON})`,
  genres: (p) =>
    `item.id IN (SELECT o.item_id FROM observation o WHERE o.detail->'genres' @> ${p}::jsonb AND ${OF_PERSON})`,
};

/** The condition of a filter; `$1` is the identity. */
export function conditionsOf(
  identityId: number,
  filter: HistoryFilter,
): { readonly where: string; readonly parameters: readonly unknown[] } {
  const values = { ...filter, ...relativeParts(filter) };
  const parameters: unknown[] = [identityId];
  const parts = ['item.identity_id = $1'];
  for (const key of Object.keys(PARTS) as (keyof HistoryFilter)[]) {
    if (values[key] === undefined) continue;
    parameters.push(valueOf(key, values));
    parts.push(PARTS[key](`$${parameters.length}`));
  }
  return { where: `WHERE ${parts.join(' AND ')}`, parameters };
}

const relativeParts = ({ relative }: HistoryFilter): HistoryFilter =>
  relative === undefined
    ? {}
    : { season: relative.season, ...(relative.episode === undefined ? {} : { episode: relative.episode }) };

function valueOf(key: keyof HistoryFilter, filter: HistoryFilter): unknown {
  if (key === 'genres') return JSON.stringify(filter.genres);
  const value = filter[key];
  if (typeof value === 'object') return JSON.stringify({ [value.source]: value.value });
  if (key === 'path') return `${escaped(String(value))}%`;
  return key === 'title' || key === 'subtitle' ? patternsOf(String(value)) : value;
}

/** A person types `%` and means it. */
const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** Whether a filter looks into what the backends show: its rows are found once and then remembered in their order. */
export const looksIntoCopies = ({ path, remoteId, genres }: HistoryFilter): boolean =>
  path !== undefined || remoteId !== undefined || genres !== undefined;
