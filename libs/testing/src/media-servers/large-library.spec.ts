import { afterEach, describe, expect, it } from 'vitest';
import { bulkTitles } from './bulk-titles.js';
import { FakeEmby } from './fake-emby.js';
import { FakeJellyfin } from './fake-jellyfin.js';
import type { FakeMediaServer } from './fake-media-server.js';
import { FakePlex } from './fake-plex.js';

const ITEMS = 100_000;
const PAGE = 1_000;

let server: FakeMediaServer | null = null;
afterEach(() => server?.stop());

/** Where the episodes are listed. */
const listOf = ({ type, users: [user] }: FakeMediaServer, offset: number): string =>
  type === 'plex'
    ? '/library/sections/2/all?type=4'
    : `/Users/${user?.id ?? ''}/Items?Recursive=true&IncludeItemTypes=Episode&SortBy=DateCreated&StartIndex=${offset}&Limit=${PAGE}`;

/** A page of the library as the vendors' own clients ask for it; each server minds its own headers. */
async function page(of: FakeMediaServer, offset: number): Promise<readonly string[]> {
  const token = of.users[0]?.token ?? '';
  const headers = {
    accept: 'application/json',
    authorization: `MediaBrowser Token="${token}"`,
    'x-emby-token': token,
    'x-plex-token': token,
    'x-plex-container-start': String(offset),
    'x-plex-container-size': String(PAGE),
  };
  const answer = await fetch(`${of.url}${listOf(of, offset)}`, { headers });
  return idsIn((await answer.json()) as Answer);
}

const idsIn = ({ MediaContainer, Items }: Answer): string[] =>
  (MediaContainer?.Metadata ?? Items ?? []).map(({ ratingKey, Id }) => ratingKey ?? Id ?? '');

type Row = { readonly ratingKey?: string; readonly Id?: string };
interface Answer {
  readonly MediaContainer?: { readonly Metadata?: readonly Row[] };
  readonly Items?: readonly Row[];
}

describe.each([
  ['Plex', () => new FakePlex()],
  ['Jellyfin', () => new FakeJellyfin()],
  ['Emby', () => new FakeEmby()],
] as const)('a fake %s with 100,000 items', (_, make) => {
  it('serves a page from its end as it serves the first one', async () => {
    const fake = make();
    server = fake;
    await fake.start();
    for (const title of bulkTitles('episode', ITEMS, 0)) fake.add(title);

    const pages = [await page(fake, 0), await page(fake, ITEMS / 2), await page(fake, ITEMS - PAGE)];

    expect(pages.map(({ length }) => length)).toEqual([PAGE, PAGE, PAGE]);
    expect(new Set(pages.flat()).size).toBe(3 * PAGE);
    expect(await page(fake, ITEMS)).toEqual([]);
  }, 60_000);
});
