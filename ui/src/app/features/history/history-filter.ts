import type { Query } from '../../core/api/api.js';

/** What of the history is asked for. It lives in the query string, so that a view can be kept and shared. */
export interface HistoryFilter {
  readonly q: string;
  readonly watched: '' | '0' | '1';
  readonly type: '' | 'movie' | 'episode';
  readonly via: string;
  readonly sort: string;
  readonly page: number;
}

export const DEFAULT_SORT = 'updated:desc';
export const PER_PAGE = 50;

export const SORTS: readonly { readonly value: string; readonly label: string }[] = [
  { value: DEFAULT_SORT, label: 'Newest change' },
  { value: 'updated:asc', label: 'Oldest change' },
  { value: 'title:asc', label: 'Title A–Z' },
  { value: 'title:desc', label: 'Title Z–A' },
  { value: 'year:desc', label: 'Year, newest' },
  { value: 'year:asc', label: 'Year, oldest' },
];

const oneOf = <T extends string>(value: string | undefined, allowed: readonly T[], otherwise: T): T =>
  allowed.find((each) => each === value) ?? otherwise;

/** Reads the query string. Nonsense in an address is ignored, never sent on. */
export function readFilter(query: Readonly<Partial<Record<keyof HistoryFilter, string>>>): HistoryFilter {
  const page = Number(query.page);
  return {
    q: query.q?.trim() ?? '',
    watched: oneOf(query.watched, ['', '0', '1'], ''),
    type: oneOf(query.type, ['', 'movie', 'episode'], ''),
    via: query.via ?? '',
    sort: oneOf(
      query.sort,
      SORTS.map(({ value }) => value),
      DEFAULT_SORT,
    ),
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

/** The query of the API for a filter; what is not asked for is left out. */
export function toQuery({ page, sort, ...parts }: HistoryFilter): Query {
  const asked = Object.entries(parts).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(asked), sort, page, perpage: PER_PAGE };
}

/** The query string for a change of the filter; defaults are left out, and the list starts at its first page. */
export function toAddress(change: Partial<HistoryFilter>): Record<string, string | null> {
  const entries = Object.entries(change).map(([name, value]): [string, string | null] => {
    const isDefault = value === '' || (name === 'sort' && value === DEFAULT_SORT);
    return [name, isDefault ? null : String(value)];
  });
  return { page: null, ...Object.fromEntries(entries) };
}

export const isFiltered = ({ q, watched, type, via }: HistoryFilter): boolean =>
  [q, watched, type, via].some((value) => value !== '');
