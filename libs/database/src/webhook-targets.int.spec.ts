import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BackendRecord } from './backends.js';
import { Stage } from './testing/stage.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import { WebhookReadings, type NewTarget } from './webhook-readings.js';
import { WebhookTargets } from './webhook-targets.js';

let stage: Stage;
let deliveries: WebhookDeliveries;
let readings: WebhookReadings;
let targets: WebhookTargets;
let first: BackendRecord;
let second: BackendRecord;

beforeAll(async () => {
  stage = await Stage.open();
  deliveries = new WebhookDeliveries(stage.database);
  readings = new WebhookReadings(stage.database);
  targets = new WebhookTargets(stage.database);
});

afterAll(() => stage.close());

beforeEach(async () => {
  await stage.rows('TRUNCATE webhook_delivery CASCADE');
  const person = await stage.person();
  first = await stage.backend(person);
  second = await stage.backend(person);
});

const at = (backend: BackendRecord, changes: Partial<NewTarget> = {}): NewTarget => ({
  backendId: backend.id,
  remoteId: 'a',
  phase: 'paused',
  says: { watched: null, positionMs: 700_000, playedAt: null },
  ...changes,
});

const deliver = async (key: string, ...meant: readonly NewTarget[]): Promise<number> => {
  const { id } = await deliveries.add({ type: 'jellyfin', deliveryKey: key, payload: {} });
  await readings.take(10, (waiting) =>
    Promise.resolve(
      waiting.map((delivery) => ({
        id: delivery.id,
        type: 'jellyfin',
        source: 'webhook',
        event: 'UserDataSaved',
        outcome: { targets: meant },
      })),
    ),
  );
  return id;
};

const placeOn = (backend: BackendRecord) => ({ backendId: backend.id, remoteId: 'a' });
const MATCHED = { verdict: 'matched', reason: 'played' } as const;
const delivery = async (id: number) =>
  (await stage.rows('SELECT status, verdict, reason FROM webhook_delivery WHERE id = $1', [id]))[0];

describe('what a delivery is meant for', () => {
  it('is handled when each of them was looked at, and not before', async () => {
    const id = await deliver('a', at(first), at(second));
    expect(await delivery(id)).toEqual({ status: 'read', verdict: null, reason: null });

    const { news } = await targets.open(placeOn(first));
    await targets.settle(placeOn(first), news, { verdict: 'ignored', reason: 'not-there-for-this-user' });
    expect(await delivery(id)).toMatchObject({ status: 'read' });

    await targets.settle(placeOn(second), (await targets.open(placeOn(second))).news, MATCHED);
    expect(await delivery(id)).toEqual({ status: 'handled', verdict: 'matched', reason: 'played' });
  });

  it('is handled once, also when both are settled at the same moment', async () => {
    const id = await deliver('a', at(first), at(second));
    const looks = await Promise.all([first, second].map((backend) => targets.open(placeOn(backend))));

    await Promise.all(
      [first, second].map((backend, index) =>
        targets.settle(placeOn(backend), looks[index]?.news ?? [], MATCHED),
      ),
    );

    expect(await delivery(id)).toMatchObject({ status: 'handled' });
  });

  it('is told with what the payload says, the oldest first', async () => {
    await deliver('a', at(first));
    await deliver('b', at(first, { phase: 'final' }));

    const { news, lookedAt } = await targets.open(placeOn(first));

    expect(news.map(({ phase }) => phase)).toEqual(['paused', 'final']);
    expect(news[0]).toMatchObject({ says: { positionMs: 700_000 }, source: 'webhook', failures: 0 });
    expect(lookedAt).toBeNull();
  });

  it('is not settled by a look that began before the same event came again', async () => {
    const id = await deliver('a', at(first));
    const { news } = await targets.open(placeOn(first));
    await deliver('a', at(first));

    await targets.settle(placeOn(first), news, MATCHED);

    expect((await targets.open(placeOn(first))).news).toHaveLength(1);
    expect(await delivery(id)).toMatchObject({ status: 'read' });
  });

  it('keeps what it once came to when a repeated one finds nothing new', async () => {
    const id = await deliver('a', at(first));
    const look = async (reason: string) =>
      targets.settle(placeOn(first), (await targets.open(placeOn(first))).news, {
        verdict: 'matched',
        reason,
      });
    await look('played');
    await deliver('a', at(first));

    await look('unchanged');

    expect(await delivery(id)).toMatchObject({ status: 'handled', reason: 'played' });
  });

  it('is due again when its look failed and its time has come', async () => {
    await deliver('a', at(first, { phase: 'final' }));
    const { news } = await targets.open(placeOn(first));

    await targets.putOff(placeOn(first), news, { seconds: 600, isTakenAtWord: true });
    expect(await targets.due(0, 10)).toEqual([]);
    await targets.putOff(placeOn(first), news, { seconds: -60, isTakenAtWord: false });

    expect(await targets.due(0, 10)).toEqual([{ ...placeOn(first), isFinal: true }]);
    const again = await targets.open(placeOn(first));
    expect(again.news).toMatchObject([{ failures: 2, isTakenAtWord: true }]);
  });

  it('ends with its backend', async () => {
    const id = await deliver('a', at(first));
    await stage.rows('DELETE FROM backend WHERE id = $1', [first.id]);

    await targets.closeAbandoned();

    expect(await delivery(id)).toMatchObject({ status: 'handled', reason: 'backend-is-gone' });
  });
});
