import type { FakeCall } from './http-fake.js';
import { Refused } from './http-fake.js';
import { json, xml, type FakeReply } from './http-reply.js';
import type { PlexDialect } from './plex-dialect.js';
import { plexXml } from './plex-xml.js';

const MAX_PAGE = 1000;

type Values = Readonly<Record<string, unknown>>;

/** A `MediaContainer` in the form that the caller accepts. */
export function container(call: FakeCall, values: Values): FakeReply {
  const wantsJson = (call.headers.accept ?? '').includes('application/json');
  const reply = wantsJson ? json({ MediaContainer: values }) : xml(plexXml('MediaContainer', values));
  return { ...reply, headers: { ...reply.headers, 'X-Plex-Protocol': '1.0' } };
}

/** An empty list has no key at all (plex.md quirk 9). */
export const listed = (key: string, items: readonly unknown[]): Values =>
  items.length > 0 ? { size: items.length, [key]: items } : { size: 0 };

export interface PageOf<Item> {
  readonly items: readonly Item[];
  /** Absent when the caller did not ask for a page. */
  readonly window: { readonly offset: number; readonly totalSize: number } | null;
}

/** Any `X-Plex-*` value may come as a header or in the query; the header wins (plex.md 8.0). */
export function plexParameter({ headers, query }: FakeCall, name: string): string | null {
  const header = headers[name.toLowerCase()];
  return typeof header === 'string' ? header : query.get(name);
}

/** Paging of plex.md 8.0: more than 1000 is refused; size 0 without a start means everything. */
export function pageOf<Item>(
  call: FakeCall,
  items: readonly Item[],
  dialect: Pick<PlexDialect, 'refusesLargeWindows' | 'needsWindow'>,
): PageOf<Item> {
  const start = numberOf(call, 'X-Plex-Container-Start');
  const size = numberOf(call, 'X-Plex-Container-Size');
  if (isRefused(size, dialect)) throw new Refused(400);
  if (start === null && (size === null || size === 0)) return { items, window: null };
  const offset = start ?? 0;
  const page = items.slice(offset, size === null ? undefined : offset + size);
  return { items: page, window: { offset, totalSize: items.length } };
}

const isRefused = (
  size: number | null,
  { refusesLargeWindows, needsWindow }: Pick<PlexDialect, 'refusesLargeWindows' | 'needsWindow'>,
): boolean => (size === null ? needsWindow : size > MAX_PAGE && refusesLargeWindows);

/** A page with its totals in the body and in the headers. */
export function paged<Item>(call: FakeCall, page: PageOf<Item>, values: Values): FakeReply {
  const reply = container(call, { ...page.window, ...values });
  if (!page.window) return reply;
  const { offset, totalSize } = page.window;
  const totals = {
    'X-Plex-Container-Start': String(offset),
    'X-Plex-Container-Total-Size': String(totalSize),
  };
  return { ...reply, headers: { ...reply.headers, ...totals } };
}

function numberOf(call: FakeCall, name: string): number | null {
  const value = plexParameter(call, name);
  if (value === null || value === '') return null;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new Refused(400);
  return number;
}
