import { WebhookDeliveries, WebhookReadings, WebhookTargets } from '#libs/database';
import { QueueMonitor } from '#libs/queue';
import { FakeJellyfin, queryRows } from '#libs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';
import { storeTitles } from '../testing/stored-titles.js';

let stage: ApiStage;
let server: FakeJellyfin;
let backendId: number;
let itemId: number;

beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open();
  await addBackend(stage, server, { name: 'attic' });
  await storeTitles(stage, 'attic', [{ id: 'a', title: 'The Lantern', watched: true }]);
  const { url } = stage.database;
  const [backend] = await queryRows<{ id: number }>(url, 'SELECT id FROM backend');
  const [item] = await queryRows<{ id: string }>(url, 'SELECT id FROM item');
  backendId = Number(backend?.id);
  itemId = Number(item?.id);
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});

const rows = (text: string, parameters: readonly unknown[] = []) =>
  queryRows(stage.database.url, text, parameters);

const deliver = async (key: string): Promise<number> =>
  (await stage.app.get(WebhookDeliveries).add({ type: 'jellyfin', deliveryKey: key, payload: { key } })).id;

const readAll = (outcome: 'matched' | 'failed' | 'not-wanted') =>
  stage.app.get(WebhookReadings).take(50, (waiting) =>
    Promise.resolve(
      waiting.map(({ id }) => ({
        id,
        type: 'jellyfin' as const,
        source: 'webhook' as const,
        event: 'UserDataSaved',
        outcome:
          outcome === 'matched'
            ? {
                targets: [
                  {
                    backendId,
                    remoteId: 'a',
                    phase: 'final' as const,
                    says: { watched: true, positionMs: null, playedAt: null },
                  },
                ],
              }
            : { verdict: outcome, reason: 'because' },
      })),
    ),
  );

const look = async (): Promise<void> => {
  const place = { backendId, remoteId: 'a' };
  const targets = stage.app.get(WebhookTargets);
  await targets.settle(place, (await targets.open(place)).news, { verdict: 'matched', reason: 'played' });
};

const get = async (path: string) => (await stage.call('get', path).expect(200)).body;

beforeEach(() => rows('TRUNCATE webhook_delivery CASCADE'));

describe('deliveries', () => {
  it('are listed, the newest first, with verdict, reason, backend and item', async () => {
    await deliver('a');
    await readAll('matched');
    await look();
    await deliver('b');
    await readAll('not-wanted');

    expect(await get('webhook/deliveries')).toMatchObject({
      paging: { total: 2, current_page: 1 },
      items: [
        { verdict: 'not-wanted', reason: 'because', status: 'handled', targets: [] },
        {
          verdict: 'matched',
          reason: 'played',
          source: 'webhook',
          type: 'jellyfin',
          event: 'UserDataSaved',
          targets: [
            {
              identity: 'main',
              backend: 'attic',
              verdict: 'matched',
              item: { id: itemId, title: 'The Lantern' },
            },
          ],
        },
      ],
    });
  });

  it('are filtered by backend, verdict, source, type and item, and paged', async () => {
    await deliver('a');
    await readAll('matched');
    await look();
    for (const key of ['b', 'c']) await deliver(key);
    await readAll('failed');

    const total = async (query: string): Promise<number> =>
      (await get(`webhook/deliveries?${query}`)).paging.total;
    expect(await total('backend=attic')).toBe(1);
    expect(await total('verdict=failed')).toBe(2);
    expect(await total('source=poll')).toBe(0);
    expect(await total('type=jellyfin')).toBe(3);
    expect(await total(`item=${itemId}`)).toBe(1);
    expect((await get('webhook/deliveries?perpage=2&page=2')).items).toHaveLength(1);
    await stage.call('get', 'webhook/deliveries?backend=cellar').expect(404);
    await stage.call('get', 'webhook/deliveries?verdict=nonsense').expect(400);
  });

  it('are shown one by one with their payload, the change and the run that carried it on', async () => {
    const id = await deliver('a');
    await readAll('matched');
    await look();
    const [change] = await rows(
      `INSERT INTO state_change (identity_id, item_id, backend_id, cause, rule, before, after, source, delivery_id)
       SELECT identity_id, id, $2, 'webhook', 'played', '{"kind":"default","positionMs":0}', '{"kind":"played","positionMs":0}', 'webhook', $3
         FROM item WHERE id = $1 RETURNING id`,
      [itemId, backendId, id],
    );
    expect(change).toBeDefined();
    await rows(
      `WITH r AS (INSERT INTO run (id, kind, identity_id, backend_id, mode, is_automatic, status)
         SELECT gen_random_uuid(), 'export', identity_id, id, 'push', true, 'succeeded' FROM backend RETURNING id, backend_id)
       INSERT INTO export_intent (backend_id, item_id, run_id, remote_id, part, status) SELECT backend_id, $1, id, 'a', 0, 'written' FROM r`,
      [itemId],
    );

    expect(await get(`webhook/deliveries/${id}`)).toMatchObject({
      id,
      payload: { key: 'a' },
      changes: [
        { item_id: itemId, backend: 'attic', rule: 'played', after: { watched: true, position_ms: 0 } },
      ],
      runs: [expect.any(String)],
    });
    await stage.call('get', 'webhook/deliveries/999999').expect(404);
    await stage.call('get', 'webhook/deliveries/nonsense').expect(404);
    await rows('DELETE FROM state_change WHERE delivery_id IS NOT NULL');
  });

  it('are read again, one or all that failed', async () => {
    const id = await deliver('a');
    await deliver('b');
    await readAll('failed');

    expect((await stage.call('post', `webhook/deliveries/${id}/replay`).expect(202)).body).toEqual({
      count: 1,
    });
    expect((await stage.call('post', 'webhook/deliveries/replay').send({}).expect(202)).body).toEqual({
      count: 1,
    });
    expect(await stage.app.get(WebhookDeliveries).waiting(-1, 10)).toHaveLength(2);
    expect(await stage.app.get(QueueMonitor).depth('changes')).toMatchObject({ waiting: 1 });
    await stage.call('post', 'webhook/deliveries/999999/replay').expect(404);
    await stage.call('post', 'webhook/deliveries/replay').send({ verdict: 'matched' }).expect(400);
  });

  it('are for those who have the key', async () => {
    await stage.open('get', 'webhook/deliveries').expect(401);
    await stage.open('post', 'webhook/deliveries/replay').expect(401);
  });
});

describe('the coverage', () => {
  it('says for each backend what was told and what only an import found', async () => {
    await deliver('a');
    await readAll('matched');
    await rows("UPDATE webhook_delivery SET received_at = received_at - interval '1 hour'");
    const change = (cause: string, rule: string) =>
      rows(
        `INSERT INTO state_change (identity_id, item_id, backend_id, cause, rule, before, after)
         SELECT identity_id, id, $2, $3, $4, '{}', '{}' FROM item WHERE id = $1`,
        [itemId, backendId, cause, rule],
      );
    for (const rule of ['played', 'progress', 'unmarked']) await change('webhook', rule);
    await change('import', 'played');
    await change('import', 'first-seen-played');

    expect(await get('webhook/coverage')).toEqual({
      items: [
        {
          identity: 'main',
          backend: 'attic',
          type: 'jellyfin',
          deliveries: 1,
          last_at: expect.any(String),
          told: 3,
          missed: 1,
          miss_rate: 0.25,
        },
      ],
    });
  });
});
