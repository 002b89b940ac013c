import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Connection, Library } from '../media-server.js';
import { plex } from './index.js';

const MOVIES: Library = { id: '1', title: 'Movies', type: 'movie', supported: true };
const movie = (ratingKey: string) => ({ ratingKey, type: 'movie', title: `Movie ${ratingKey}` });

let server: Server | null = null;
afterEach(() => server?.close());

interface Answered {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of a server that answers by path. */
async function clientOf(answers: Readonly<Record<string, Answered>>, uuid: string | null = null) {
  const started = createServer((request, response) => {
    const answer = answers[request.url?.split('?')[0] ?? ''];
    response.writeHead(answer ? 200 : 404, answer?.headers).end(JSON.stringify(answer?.body ?? 'none'));
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const to: Connection = {
    type: 'plex',
    url: `http://127.0.0.1:${port}`,
    token: 'secret',
    user: null,
    uuid,
    deviceId: 'device',
    version: '1.0.0',
  };
  return plex.connect(to, { retries: 0 });
}

const ALL = '/library/sections/1/all';

describe('a page of Plex', () => {
  it.each([
    ['the header, whatever its case', { 'x-plex-container-total-size': '9' }, {}],
    ['the body, when a proxy drops the header', {}, { totalSize: 9 }],
    ['the body as text', {}, { totalSize: '9' }],
  ])('has its total from %s', async (...[, headers, sizes]) => {
    const body = { MediaContainer: { size: 1, offset: 0, ...sizes, Metadata: [movie('1')] } };
    const page = await (await clientOf({ [ALL]: { body, headers } })).page(MOVIES, { offset: 0, limit: 1 });
    expect(page).toMatchObject({ received: 1, total: 9 });
  });

  it('is whole without a total when it is not full', async () => {
    const client = await clientOf({ [ALL]: { body: { MediaContainer: { size: 0 } } } });
    expect(await client.page(MOVIES, { offset: 0, limit: 10 })).toMatchObject({
      items: [],
      received: 0,
      total: 0,
    });
  });

  it.each([
    ['a full page without a total', { Metadata: [movie('1')] }, 0],
    ['a later page without a total', { Metadata: [] }, 10],
    ['another page than asked for', { offset: 0, totalSize: 20, Metadata: [movie('1')] }, 10],
  ])('is refused when it is %s', async (...[, MediaContainer, offset]) => {
    const client = await clientOf({ [ALL]: { body: { MediaContainer } } });
    await expect(client.page(MOVIES, { offset, limit: 1 })).rejects.toMatchObject({ key: 'bad-answer' });
  });

  it('counts what it cannot understand, and goes on', async () => {
    const Metadata = [movie('1'), { type: 'movie' }, { ratingKey: '3', type: 'clip' }, movie('4')];
    const client = await clientOf({ [ALL]: { body: { MediaContainer: { totalSize: 4, Metadata } } } });
    const { items, received } = await client.page(MOVIES, { offset: 0, limit: 10 });
    expect(items.map(({ id }) => id)).toEqual(['1', '4']);
    expect(received).toBe(4);
  });

  it.each([{}, [], 'text', { MediaContainer: null }, { MediaContainer: 'x' }])(
    'is not made of %j',
    async (body) => {
      const client = await clientOf({ [ALL]: { body } });
      await expect(client.page(MOVIES, { offset: 0, limit: 1 })).rejects.toMatchObject({ key: 'not-an-api' });
    },
  );
});

describe('an item that is not there', () => {
  const identity = (machineIdentifier: string) => ({
    '/identity': { body: { MediaContainer: { machineIdentifier } } },
  });

  it('is missing by the word of the known server only', async () => {
    expect(await (await clientOf(identity('attic'), 'attic')).find('1')).toBeNull();
  });

  it('is a failure when another server or none says so', async () => {
    const other = await clientOf(identity('cellar'), 'attic');
    await expect(other.find('1')).rejects.toMatchObject({ key: 'wrong-server' });
    server?.close();
    await expect((await clientOf({}, 'attic')).find('1')).rejects.toMatchObject({ key: 'not-found' });
  });

  it('is a failure when the server sends an empty list instead', async () => {
    const client = await clientOf({ '/library/metadata/1': { body: { MediaContainer: { size: 0 } } } });
    await expect(client.find('1')).rejects.toMatchObject({ key: 'bad-answer' });
  });
});
