import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Stage } from './testing/stage.js';
import { WebhookReadings } from './webhook-readings.js';
import { WebhookDeliveries, type NewDelivery } from './webhook-deliveries.js';

let stage: Stage;
let deliveries: WebhookDeliveries;

beforeAll(async () => {
  stage = await Stage.open();
  deliveries = new WebhookDeliveries(stage.database);
});

afterAll(() => stage.close());

beforeEach(() => stage.rows('TRUNCATE webhook_delivery CASCADE'));

const delivery = (deliveryKey: string, changes: Partial<NewDelivery> = {}): NewDelivery => ({
  type: 'plex',
  deliveryKey,
  payload: { event: 'media.stop' },
  ...changes,
});
const age = (id: number, seconds: number) =>
  stage.rows(
    `UPDATE webhook_delivery SET received_at = received_at - make_interval(secs => $2), last_at = last_at - make_interval(secs => $2)
      WHERE id = $1`,
    [id, seconds],
  );

const readAs = (verdict: 'ignored' | 'failed', reason: string) =>
  new WebhookReadings(stage.database).take(10, (waiting) =>
    Promise.resolve(
      waiting.map(({ id }) => ({
        id,
        type: 'plex',
        source: 'webhook',
        event: 'media.stop',
        outcome: { verdict, reason },
      })),
    ),
  );

describe('a delivery', () => {
  it('is kept as it came', async () => {
    const payload = { event: 'media.stop', list: [1, { deep: null }], text: 'ümlaut "quoted" \\' };

    const { id, isNew } = await deliveries.add(delivery('a', { payload }));

    expect(isNew).toBe(true);
    expect(await deliveries.find(id)).toEqual({
      id,
      type: 'plex',
      payload,
      status: 'received',
      source: 'webhook',
      addressedTo: null,
      receivedAt: expect.any(Date),
    });
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'bare'],
    ['a list', [1, 2]],
  ])('may be %s', async (_, payload) => {
    const { id } = await deliveries.add(delivery('a', { payload }));

    expect((await deliveries.find(id))?.payload).toEqual(payload);
  });

  it('may leave open what kind of server it is from', async () => {
    const { id } = await deliveries.add(delivery('a', { type: null }));

    expect(await deliveries.find(id)).toMatchObject({ type: null });
  });

  it('that comes again is the one that came before', async () => {
    const { id } = await deliveries.add(delivery('a'));

    expect(await deliveries.add(delivery('a', { payload: 'other' }))).toEqual({ id, isNew: false });
    expect((await deliveries.find(id))?.payload).toEqual({ event: 'media.stop' });
  });

  it('that comes many times at the same moment is new once', async () => {
    const stored = await Promise.all(Array.from({ length: 10 }, () => deliveries.add(delivery('a'))));

    expect(stored.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(stored.map(({ id }) => id)).size).toBe(1);
    expect(await stage.value('SELECT count(*) FROM webhook_delivery')).toBe(1);
  });

  it('that nobody sent is not there', async () => {
    expect(await deliveries.find(0)).toBeNull();
  });
});

describe('many deliveries in one statement', () => {
  it('are told in the order in which they were given', async () => {
    const { id: known } = await deliveries.add(delivery('known'));

    const stored = await deliveries.addMany([delivery('z'), delivery('known'), delivery('a'), delivery('z')]);

    expect(stored.map(({ isNew }) => isNew)).toEqual([true, false, true, false]);
    expect(stored[1]?.id).toBe(known);
    expect(stored[3]?.id).toBe(stored[0]?.id);
    const payloads = stored.map(async ({ id }) =>
      stage.value('SELECT delivery_key FROM webhook_delivery WHERE id = $1', [id]),
    );
    expect(await Promise.all(payloads)).toEqual(['z', 'known', 'a', 'z']);
  });

  it('may be none', async () => {
    expect(await deliveries.addMany([])).toEqual([]);
  });
});

describe('a delivery that waits', () => {
  it('longer than it should is found again, the oldest first and so many at once', async () => {
    const ids = (await deliveries.addMany(['a', 'b', 'c'].map((key) => delivery(key)))).map(({ id }) => id);
    ids.sort((a, b) => a - b);
    for (const id of ids.slice(0, 2).reverse()) await age(id, 30);

    expect(await deliveries.waiting(15, 10)).toEqual(ids.slice(0, 2));
    expect(await deliveries.waiting(15, 1)).toEqual(ids.slice(0, 1));
  });

  it('is found no more once it is handled, and keeps its verdict', async () => {
    const { id } = await deliveries.add(delivery('a'));
    await age(id, 30);

    await readAs('ignored', 'not-a-play-event');

    expect(await deliveries.waiting(15, 10)).toEqual([]);
    expect(await deliveries.find(id)).toMatchObject({ status: 'handled' });
    expect(await stage.rows('SELECT verdict, reason, handled_at FROM webhook_delivery')).toEqual([
      { verdict: 'ignored', reason: 'not-a-play-event', handled_at: expect.any(Date) },
    ]);
  });
});

describe('a delivery that comes again', () => {
  it('is one, counted, and is read again', async () => {
    const { id } = await deliveries.add(delivery('a'));
    await readAs('ignored', 'test');

    expect(await deliveries.add(delivery('a'))).toEqual({ id, isNew: false });

    expect(await deliveries.find(id)).toMatchObject({ status: 'received' });
    expect(await stage.rows('SELECT repeats FROM webhook_delivery')).toEqual([{ repeats: 1 }]);
  });
});

describe('a replay', () => {
  it('has one delivery read again, or all that came to a verdict', async () => {
    const [first] = await deliveries.addMany(['a', 'b'].map((key) => delivery(key)));
    await readAs('failed', 'timeout');
    await deliveries.add(delivery('c'));
    await readAs('ignored', 'test');

    expect(await deliveries.replay({ id: 0 })).toBe(0);
    expect(await deliveries.replay({ id: first?.id ?? 0 })).toBe(1);
    expect(await deliveries.replay({ verdicts: ['failed'] })).toBe(1);
    expect(await deliveries.waiting(-1, 10)).toHaveLength(2);
  });
});

describe('the inbox', () => {
  it('forgets what was handled long ago, a few at a time, but never the newest', async () => {
    const stored = await deliveries.addMany(['a', 'b', 'c', 'd', 'e'].map((key) => delivery(key)));
    await readAs('ignored', 'test');
    for (const { id } of stored) await age(id, 20 * 86_400);
    await deliveries.add(delivery('new'));

    expect(await deliveries.prune(14, { keep: 2, limit: 3 })).toBe(3);
    expect(await deliveries.prune(14, { keep: 2, limit: 3 })).toBe(1);
    expect(await deliveries.prune(14, { keep: 2, limit: 3 })).toBe(0);
    expect(await stage.value('SELECT count(*) FROM webhook_delivery')).toBe(2);
  });

  it('keeps what nobody has read, however old it is', async () => {
    const { id } = await deliveries.add(delivery('a'));
    await age(id, 90 * 86_400);

    expect(await deliveries.prune(14, { keep: 0, limit: 10 })).toBe(0);
  });
});
