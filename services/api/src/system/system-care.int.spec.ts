import { createServer, type Server } from 'node:http';
import { History, Runs } from '#libs/database';
import { FakeJellyfin, queryRows } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';
import { storeTitles } from '../testing/stored-titles.js';

let stage: ApiStage;
let server: FakeJellyfin;
beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open();
  await addBackend(stage, server, { name: 'attic' });
  await storeTitles(stage, 'attic', [{ title: 'Marble Kite', watched: true }, { title: 'Copper Tide' }]);
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});

const query = (text: string): Promise<unknown> => queryRows(stage.database.url, text);
const titles = async (): Promise<number> =>
  (await stage.call('get', 'history').expect(200)).body.paging.total as number;

describe('the support report', () => {
  it('tells facts and no address of a host', async () => {
    await stage.call('post', 'system/env/WS_PROGRESS_MINIMUM').send({ value: 90 }).expect(200);
    const { body, text } = await stage.call('get', 'system/report').expect(200);
    expect(body).toMatchObject({
      system: { version: '0.1.0', node: expect.stringMatching(/^v\d/), health: { status: 'ready' } },
      users: [{ user: 'main', backends: ['attic'] }],
      backends: [
        { name: 'attic', type: 'jellyfin', url: expect.stringMatching(/^http:\/\/\[host\]:\d+\/$/) },
      ],
      settings: { WS_PROGRESS_MINIMUM: '90' },
    });
    expect(text).not.toContain(stage.folder);
    expect(text).not.toContain('127.0.0.1');
  });
});

describe('the check of an address', () => {
  const check = (url: string, more: object = {}) =>
    stage.call('post', 'system/url/check').send({ url, ...more });

  it('asks a configured server, and tells neither its words nor the query', async () => {
    const { body } = await check(`${server.url}/System/Info/Public?api_key=hidden`).expect(200);
    expect(body.request).toEqual({ method: 'GET', url: `${server.url}/System/Info/Public` });
    expect(body.response).toMatchObject({ status: 200, body: '' });
  });

  it('asks nobody else, wherever they are', async () => {
    const { port } = new URL(server.url);
    for (const url of [
      'http://169.254.169.254/latest/meta-data',
      'http://localhost:5432/',
      `http://127.0.0.2:${port}/`,
      `https://127.0.0.1:${port}/`,
      'http://example.org/',
    ]) {
      const { body } = await check(url).expect(403);
      expect(body.error.key).toBe('address-not-configured');
    }
    await check('file:///etc/passwd').expect(400);
    await check('gopher://127.0.0.1/').expect(400);
    await check(server.url, { method: 'DELETE' }).expect(400);
  });

  it('follows no redirect, and never reaches a metadata service, also when it is configured', async () => {
    const redirecting = await answering((_, response) =>
      response.writeHead(302, { Location: 'http://169.254.169.254/?x=1' }).end(),
    );
    await query(`UPDATE backend SET url = '${redirecting.url}'`);
    const { body } = await check(`${redirecting.url}/`).expect(200);
    expect(body.response).toMatchObject({ status: 302, headers: { location: 'http://169.254.169.254/' } });
    await query(`UPDATE backend SET url = 'http://169.254.169.254'`);
    await check('http://169.254.169.254/latest').expect(403);
    await query(`UPDATE backend SET url = 'http://127.0.0.1:9'`);
    expect((await check('http://127.0.0.1:9/').expect(200)).body.response).toMatchObject({ status: 500 });
    await query(`UPDATE backend SET url = '${server.url}'`);
    await redirecting.close();
  });
});

async function answering(
  listener: Parameters<typeof createServer>[1],
): Promise<{ readonly url: string; close(): Promise<unknown> }> {
  const made: Server = createServer(listener as never);
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => made.close(resolve)) };
}

describe('housekeeping', () => {
  it('removes what is past its time, and keeps what says why things are as they are', async () => {
    const { id } = (await stage.call('post', 'backend/attic/import').expect(202)).body.run_id
      ? { id: String((await stage.call('get', 'runs').expect(200)).body.items[0].id) }
      : { id: '' };
    await stage.app.get(Runs).finish(id, 'succeeded', null);
    const nothing = await stage.call('post', 'system/prune').expect(200);
    expect(nothing.body.pruned).toContainEqual({ name: 'runs', removed: 0 });
    await query(
      `UPDATE run SET created_at = created_at - interval '91 days', finished_at = finished_at - interval '91 days'`,
    );
    await query(`UPDATE audit_entry SET at = at - interval '366 days'`);
    const { body } = await stage.call('post', 'system/prune').expect(200);
    expect(body.pruned).toContainEqual({ name: 'runs', removed: 1 });
    expect(body.pruned).not.toContainEqual({ name: 'audit', removed: 0 });
    await query(`UPDATE state_change SET at = at - interval '800 days'`);
    const ledger = await stage.call('post', 'system/prune').expect(200);
    expect(ledger.body.pruned).toContainEqual({ name: 'ledger', removed: 0 });
    expect(await titles()).toBe(2);
  });

  it('shows the indexes and builds them anew', async () => {
    const { body } = await stage.call('get', 'system/indexes').expect(200);
    expect(body.missing).toEqual([]);
    expect(body.indexes).toContainEqual(
      expect.objectContaining({ name: 'item_by_title', table: 'item', valid: true }),
    );
    await query('DROP INDEX item_by_title');
    expect((await stage.call('get', 'system/indexes').expect(200)).body.missing).toEqual(['item_by_title']);
    expect((await stage.call('post', 'system/indexes').send({}).expect(200)).body.rebuilt).toEqual([]);
    const all = await stage.call('post', 'system/indexes').send({ force_reindex: true }).expect(200);
    expect(all.body.rebuilt).toContain('item_by_change');
  });

  it('empties the cache and leaves the queues', async () => {
    const { body } = await stage.call('delete', 'system/cache').expect(200);
    expect(body).toMatchObject({ info: { code: 200 }, removed: 0 });
  });

  it('writes YAML', async () => {
    const { text, headers } = await stage
      .call('post', 'system/yaml/servers.yaml')
      .send({ a: { b: [1] } })
      .expect(200);
    expect(text).toBe('a:\n  b:\n    - 1\n');
    expect(headers['content-type']).toContain('application/yaml');
    expect(headers['content-disposition']).toContain('servers.yaml');
    await stage.call('post', 'system/yaml/..%2fx').send({}).expect(400);
  });

  it('forgets every play state only when it is asked in so many words, and not under a run', async () => {
    await stage.call('delete', 'system/reset').expect(400);
    await stage.call('delete', 'system/reset').send({ confirm: 'yes' }).expect(400);
    const started = await stage.call('post', 'backend/attic/import').expect(202);
    await stage.call('delete', 'system/reset').send({ confirm: 'reset' }).expect(409);
    expect(await titles()).toBe(2);
    await stage.app.get(Runs).finish(String(started.body.run_id), 'succeeded', null);
    await stage.call('delete', 'system/reset').send({ confirm: 'reset' }).expect(200);
    expect(await titles()).toBe(0);
    const { body } = await stage.call('get', 'backend/attic').expect(200);
    expect(body).toMatchObject({ name: 'attic', import: { last_sync: null } });
    expect((await stage.call('get', 'runs').expect(200)).body.items).toEqual([]);
    expect(await stage.app.get(History).changesSince(1, 0)).toMatchObject({ changed: 0 });
  });
});
