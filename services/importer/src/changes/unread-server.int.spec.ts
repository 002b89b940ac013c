import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebhookDeliveries } from '#libs/database';
import { FakeJellyfin } from '#libs/testing';
import { movie, payloadsOf } from '../testing/news-payloads.js';
import { NewsStage } from '../testing/news-stage.js';

let stage: NewsStage;
let jellyfin: FakeJellyfin;

beforeAll(async () => {
  stage = await NewsStage.open();
});
afterAll(() => stage.close());

beforeEach(async () => {
  jellyfin = new FakeJellyfin();
  await jellyfin.start();
  return async () => {
    await stage.rows('DELETE FROM backend');
    await jellyfin.stop();
  };
});

const fromJellyfin = (id: string, more: Readonly<Record<string, unknown>> = {}) =>
  payloadsOf.jellyfin(jellyfin, id, more);

describe('a server that cannot be read in time', () => {
  const away = async (): Promise<{ film: ReturnType<typeof movie>; id: string }> => {
    const { id: person } = await stage.person();
    await stage.backend(person, jellyfin);
    const film = movie();
    const id = jellyfin.add(film);
    await stage.settled(
      await stage.deliver(fromJellyfin(id, { NotificationType: 'ItemAdded', UserId: undefined })),
    );
    await stage.rows(`UPDATE observation SET observed_at = observed_at - interval '2 minutes'`);
    jellyfin.fault({ kind: { status: 401 } });
    return { film, id };
  };
  const deliverOld = async (payload: unknown): Promise<number> => {
    const delivery = await stage.deliver(payload);
    await stage.rows(`UPDATE webhook_delivery SET last_at = last_at - interval '30 seconds' WHERE id = $1`, [
      delivery,
    ]);
    await stage.read();
    await vi.waitFor(
      async () =>
        expect(
          await stage.rows('SELECT failures > 0 AS tried FROM webhook_target WHERE delivery_id = $1', [
            delivery,
          ]),
        ).toEqual([{ tried: true }]),
      { timeout: 5_000 },
    );
    return delivery;
  };

  it('is taken at its word about a viewing', async () => {
    const { film, id } = await away();

    const delivery = await deliverOld(fromJellyfin(id));

    expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
    expect(await stage.delivery(delivery)).toMatchObject({ status: 'read' });
  });

  it('is taken at its word about a position, and not about "watched" by a start', async () => {
    const { film, id } = await away();

    await deliverOld(
      fromJellyfin(id, {
        NotificationType: 'PlaybackStart',
        Played: true,
        PlaybackPositionTicks: 7_000_000_000,
      }),
    );

    expect(await stage.held(film.title)).toMatchObject([{ decision: 'default', positionMs: 700_000 }]);
  });

  it('is never taken at its word about an unmark', async () => {
    const { film, id } = await away();
    await deliverOld(fromJellyfin(id));

    await deliverOld(fromJellyfin(id, { Played: false }));

    expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
  });

  it('is no proof for a later unmark: that it shows unwatched again is no wish of anybody', async () => {
    const { film, id } = await away();
    const delivery = await deliverOld(fromJellyfin(id));
    jellyfin.clearFaults();

    await stage.module.get(WebhookDeliveries).replay({ id: delivery });
    await stage.rows(`UPDATE webhook_delivery SET last_at = last_at - interval '1 minute'`);

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched' });
    expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }]);
  });

  it('is given up after two days, with the reason', async () => {
    const { id } = await away();
    const delivery = await stage.deliver(fromJellyfin(id));
    await stage.rows(`UPDATE webhook_delivery SET last_at = last_at - interval '3 days' WHERE id = $1`, [
      delivery,
    ]);

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'failed', reason: 'token-rejected' });
  });
});
