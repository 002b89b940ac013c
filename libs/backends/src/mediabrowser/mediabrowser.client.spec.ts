import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Library } from '../media-server.js';
import { jellyfinDialect } from '../jellyfin/jellyfin.dialect.js';
import { found } from '../testing/stage.js';
import { MediaBrowserClient } from './mediabrowser.client.js';

/** Answers that a real server of this kind would not give, by `METHOD path`. */
type Answers = Readonly<Record<string, unknown>>;

const INFO = { Id: 'f'.repeat(32), Version: '10.11.11', ProductName: 'Jellyfin Server', ServerName: 'Attic' };
const LIBRARY: Library = { id: '3', title: 'Movies', type: 'movie', supported: true };
const ROW = { Id: '7', Type: 'Movie', Name: 'Night Ferry', UserData: { Played: true } };
const BROKEN = { Id: '8', Type: 'Movie', Name: 'Salt Works' };

let server: Server | null = null;
afterEach(() => server?.close());

async function clientOf(answers: Answers): Promise<MediaBrowserClient> {
  const all: Answers = { 'GET /System/Info/Public': INFO, 'GET /Library/VirtualFolders': [], ...answers };
  server = createServer((request, response) => {
    const answer = all[`${request.method} ${request.url?.replace(/\?.*/, '')}`];
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return new MediaBrowserClient(
    jellyfinDialect,
    {
      type: 'jellyfin',
      url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
      token: 'secret',
      user: 'alice',
      uuid: null,
      deviceId: 'ours',
      version: '1.2.3',
    },
    { retries: 0 },
  );
}

const page = async (answer: unknown) =>
  (await clientOf({ 'GET /Items': answer })).page(LIBRARY, { offset: 0, limit: 10 });

describe('a page', () => {
  it('does without the rows that cannot be understood', async () => {
    const read = await page({ Items: [BROKEN, ROW, null], TotalRecordCount: 3 });
    expect(read).toMatchObject({ received: 3, total: 3, items: [{ id: '7' }] });
  });

  it('fails when no row can be understood', async () => {
    await expect(page({ Items: [BROKEN, BROKEN], TotalRecordCount: 2 })).rejects.toMatchObject({
      key: 'bad-answer',
    });
  });

  it('shows an item once that the server sent twice, and counts what was sent', async () => {
    const read = await page({ Items: [ROW, ROW], TotalRecordCount: 5 });
    expect(read.items).toHaveLength(1);
    expect(read.received).toBe(2);
  });

  it.each([
    ['without a count', { Items: [ROW] }],
    ['without rows', { TotalRecordCount: 1 }],
    ['that is bare', [ROW]],
    ['that is null', null],
  ])('%s is no answer', async (_, answer) => {
    await expect(page(answer)).rejects.toMatchObject({ key: 'bad-answer' });
  });
});

describe('a single item', () => {
  it('that does not tell its state is no answer', async () => {
    const client = await clientOf({ 'GET /Items/8': BROKEN });
    await expect(client.find('8')).rejects.toMatchObject({ key: 'bad-answer' });
  });

  it('is known without its library when nobody tells it', async () => {
    const client = await clientOf({ 'GET /Items/7': ROW });
    expect(await client.find('7')).toMatchObject({ id: '7', libraryId: null });
  });
});

describe('a write', () => {
  const unwatched = { ...ROW, UserData: { Played: false } };
  const watched = { watched: true, positionMs: 0, playedAt: null };
  const write = async (answer: unknown) => {
    const client = await clientOf({ 'GET /Items/7': unwatched, 'POST /UserPlayedItems/7': answer });
    await client.write(await found(client, '7'), watched);
  };

  it.each([
    ['the new state', { Played: true }],
    ['nothing', ''],
    ['something else', { Id: '7' }],
  ])('is done when the server answers with %s', async (_, answer) => {
    await expect(write(answer)).resolves.toBeUndefined();
  });

  it('is not done when the server answers with the old state', async () => {
    await expect(write({ Played: false })).rejects.toMatchObject({ key: 'bad-answer' });
  });

  it('is not done when a web page answers', async () => {
    await expect(write('<html></html>')).rejects.toMatchObject({ key: 'not-an-api' });
  });
});
