import type { Query } from '../../core/api/api.js';
import { EXTRAS, type ExtraName, isExtraGood } from './history-extras.js';

export type { ExtraName };
export type HistoryLook = 'table' | 'compact';

/** What of the history is asked for. It lives in the query string, so that a view can be kept and shared. */
export type HistoryFilter = Readonly<Record<ExtraName, string>> & {
  readonly q: string;
  readonly watched: '' | '0' | '1';
  readonly type: '' | 'movie' | 'episode';
  readonly via: string;
  readonly sort: string;
  readonly look: HistoryLook;
  readonly perpage: number;
  readonly page: number;
};
export type Address = Readonly<Partial<Record<keyof HistoryFilter, string>>>;

export const DEFAULT_SORT = 'updated:desc';
export const PAGE_SIZES: readonly number[] = [50, 100, 250, 500];
const DEFAULT_SIZE = 50;

export const SORTS: readonly { readonly value: string; readonly label: string }[] = [
  { value: DEFAULT_SORT, label: $localize`Newest change` },
  { value: 'updated:asc', label: $localize`Oldest change` },
  { value: 'title:asc', label: $localize`Title A–Z` },
  { value: 'title:desc', label: $localize`Title Z–A` },
  { value: 'year:desc', label: $localize`Year, newest` },
  { value: 'year:asc', label: $localize`Year, oldest` },
  { value: 'created_at:desc', label: $localize`Newest here` },
  { value: 'created_at:asc', label: $localize`Longest here` },
  { value: 'type:asc', label: $localize`Type` },
  { value: 'watched:desc', label: $localize`Watched first` },
  { value: 'watched:asc', label: $localize`Unwatched first` },
  { value: 'via:asc', label: $localize`Backend A–Z` },
  { value: 'season:desc', label: $localize`Season, highest` },
  { value: 'episode:desc', label: $localize`Episode, highest` },
];

const oneOf = <T extends string>(value: string | undefined, allowed: readonly T[], otherwise: T): T =>
  allowed.find((each) => each === value) ?? otherwise;

const readExtras = (query: Address): Record<ExtraName, string> => {
  const read = ({ name }: { readonly name: ExtraName }): [ExtraName, string] => {
    const value = query[name]?.trim() ?? '';
    return [name, isExtraGood(name, value) ? value : ''];
  };
  return Object.fromEntries(EXTRAS.map(read)) as Record<ExtraName, string>;
};

/** Reads the query string. Nonsense in an address is ignored, never sent on. */
export function readFilter(query: Address): HistoryFilter {
  const [page, perpage] = [Number(query.page), Number(query.perpage)];
  const sorts = SORTS.map(({ value }) => value);
  return {
    ...readExtras(query),
    q: query.q?.trim() ?? '',
    watched: oneOf(query.watched, ['', '0', '1'], ''),
    type: oneOf(query.type, ['', 'movie', 'episode'], ''),
    via: query.via ?? '',
    sort: oneOf(query.sort, sorts, DEFAULT_SORT),
    look: oneOf(query.look, ['table', 'compact'], 'table'),
    perpage: PAGE_SIZES.includes(perpage) ? perpage : DEFAULT_SIZE,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

/** What narrows the list, as the API takes it: in an address as text, in an order as numbers. */
export function narrowing(filter: HistoryFilter): Record<string, string | number> {
  const { sort: _sort, look: _look, perpage: _perpage, page: _page, remoteId, ...parts } = filter;
  const asked = Object.entries(parts).filter(([, value]) => value !== '');
  const numbers = new Set<string>(EXTRAS.filter(({ isNumber }) => isNumber).map(({ name }) => name));
  return {
    ...Object.fromEntries(asked.map(([name, value]) => [name, numbers.has(name) ? Number(value) : value])),
    ...(remoteId ? { metadata: '1', key: 'id', value: remoteId } : {}),
  };
}

/** The query of the API for a filter; what is not asked for is left out. */
export const toQuery = (filter: HistoryFilter): Query => ({
  ...narrowing(filter),
  sort: filter.sort,
  page: filter.page,
  perpage: filter.perpage,
});

const DEFAULTS: Readonly<Record<string, string>> = {
  sort: DEFAULT_SORT,
  look: 'table',
  perpage: String(DEFAULT_SIZE),
};

/** The query string for a change of the filter; defaults are left out, and the list starts at its first page. */
export function toAddress(change: Partial<HistoryFilter>): Record<string, string | null> {
  const entries = Object.entries(change).map(([name, value]): [string, string | null] => {
    const isDefault = value === '' || DEFAULTS[name] === String(value);
    return [name, isDefault ? null : String(value)];
  });
  return { page: null, ...Object.fromEntries(entries) };
}

export const isFiltered = (filter: HistoryFilter): boolean => Object.keys(narrowing(filter)).length > 0;

/** How many of the rarer filters are in use. */
export const extrasInUse = (filter: HistoryFilter): number =>
  EXTRAS.filter(({ name }) => filter[name] !== '').length;

/** Everything that narrows, taken away. */
export const NOTHING_ASKED: Address = Object.fromEntries(
  ['q', 'watched', 'type', 'via', ...EXTRAS.map(({ name }) => name)].map((name) => [name, '']),
);

/** A filter as a query string, to be kept under a name: without the page that happens to be shown. */
export function toQueryString(filter: HistoryFilter): string {
  const { page: _page, ...lasting } = filter;
  const entries = Object.entries(toAddress(lasting)).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return new URLSearchParams(entries).toString();
}
