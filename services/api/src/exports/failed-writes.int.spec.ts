import { OpenIntents } from '#libs/database';
import { FakeJellyfin, queryRows } from '#libs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
  await storeTitles(stage, 'attic', [
    { id: 'a', title: 'The Lantern', watched: true, shown: { watched: false } },
    { id: 'b', title: 'The Orchard', watched: true, shown: { watched: false } },
  ]);
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});

/** Two writes that failed, as an export leaves them. */
beforeEach(async () => {
  const { url } = stage.database;
  await queryRows(url, 'DELETE FROM export_intent');
  await queryRows(url, 'UPDATE observation SET unconfirmed_writes = 0');
  await queryRows(
    url,
    `INSERT INTO export_intent (backend_id, item_id, remote_id, part, status, rule, reason, before, after, settled_at)
     SELECT backend_id, item_id, remote_id, part, 'failed', 'write-played', 'forbidden',
            '{"watched": false, "positionMs": 0}', '{"watched": true, "positionMs": 0}', now()
       FROM observation ORDER BY remote_id`,
  );
});

const list = async () => (await stage.call('get', 'exports/failed').expect(200)).body;
const open = (): Promise<number> => stage.app.get(OpenIntents).count();

describe('failed writes', () => {
  it('are listed with their item, backend and reason', async () => {
    expect(await list()).toMatchObject({
      paging: { total: 2 },
      items: [
        {
          item: { title: 'The Orchard' },
          backend: 'attic',
          reason: 'forbidden',
          rule: 'write-played',
          before: { watched: false, position_ms: 0 },
          after: { watched: true, position_ms: 0 },
          run_id: null,
        },
        { item: { title: 'The Lantern' } },
      ],
    });
    await stage.call('get', 'exports/failed?backend=cellar').expect(404);
  });

  it('are tried again one by one', async () => {
    const { items } = await list();
    const { body } = await stage.call('post', `exports/failed/${items[0].id}/retry`).expect(202);
    expect(body).toEqual({ count: 1 });
    expect(await open()).toBe(1);
    expect((await list()).paging.total).toBe(1);
    await stage.call('post', `exports/failed/${items[0].id}/retry`).expect(404);
  });

  it('are dropped one by one, and nothing is opened for them', async () => {
    const { items } = await list();
    await stage.call('post', `exports/failed/${items[1].id}/drop`).expect(202);
    expect((await list()).items).toMatchObject([{ item: { title: 'The Orchard' } }]);
    expect(await open()).toBe(0);
  });

  it('are tried again or dropped for a whole backend', async () => {
    await stage.call('post', 'exports/failed/retry').send({ backend: 'cellar' }).expect(404);
    const retried = await stage.call('post', 'exports/failed/retry').send({ backend: 'attic' }).expect(202);
    expect(retried.body).toEqual({ count: 2 });
    expect(await open()).toBe(2);
    const dropped = await stage.call('post', 'exports/failed/drop').send({}).expect(202);
    expect(dropped.body).toEqual({ count: 0 });
  });

  it('of another person are not seen', async () => {
    await stage.call('get', 'exports/failed?user=ghost').expect(404);
  });
});
