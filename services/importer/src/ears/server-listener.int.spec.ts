import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Backends } from '#libs/database';
import { FakePlex } from '#libs/testing';
import { movie, userOf } from '../testing/news-payloads.js';
import { NewsStage } from '../testing/news-stage.js';
import { ServerListener } from './server-listener.js';

let stage: NewsStage;
let plex: FakePlex;
let listener: ServerListener;

beforeAll(async () => {
  stage = await NewsStage.open();
  listener = stage.module.get(ServerListener);
});
afterAll(() => stage.close());

beforeEach(async () => {
  plex = new FakePlex();
  await plex.start();
  return async () => {
    await stage.rows('DELETE FROM backend');
    // Each server of these tests says the same of its first film; said twice at once it would be one delivery.
    await stage.rows('DELETE FROM webhook_delivery');
    await listener.look();
    await plex.stop();
  };
});

const listeners = (count: number) =>
  vi.waitFor(() => expect(plex.notices.listeners).toBe(count), { timeout: 10_000 });

/** A look that was under way when the backend was stored has not seen it. */
const heard = (): Promise<void> =>
  vi.waitFor(
    async () => {
      await listener.look();
      expect(plex.notices.listeners).toBe(1);
    },
    { timeout: 20_000 },
  );

const deliveries = () =>
  stage.rows<{ source: string; event: string; verdict: string }>(
    `SELECT source, event, verdict FROM webhook_delivery WHERE status = 'handled' ORDER BY id`,
  );

describe('a Plex server that is listened to', () => {
  it('needs no webhook: a stopped film is read for everybody on it, and the ledger says who told', async () => {
    const [main, ann] = [await stage.person(), await stage.person()];
    await stage.backend(main.id, plex, { LISTEN: true });
    await stage.backend(ann.id, plex, { user: 1 });
    await heard();
    const film = movie();
    const id = plex.add(film);
    const key = plex.startSession(userOf(plex), id, 5_000);
    plex.play(userOf(plex), id, Math.floor(Date.now() / 1_000));

    plex.endSession(key);

    await vi.waitFor(
      async () => {
        await stage.read();
        expect(await stage.held(film.title)).toMatchObject([{ decision: 'played' }, { decision: 'default' }]);
      },
      { timeout: 10_000 },
    );
    expect(await stage.rows(`SELECT DISTINCT source FROM state_change WHERE cause = 'webhook'`)).toEqual([
      { source: 'listener' },
    ]);
  });

  it('is listened to once, however many persons have backends on it, and not at all when nobody wants it', async () => {
    const [main, ann] = [await stage.person(), await stage.person()];
    const first = await stage.backend(main.id, plex, { LISTEN: true });
    const second = await stage.backend(ann.id, plex, { user: 1, LISTEN: true });
    await heard();
    await listener.look();
    expect(plex.notices.listeners).toBe(1);

    for (const { id } of [first, second]) await stage.module.get(Backends).change(id, { options: {} });
    await listener.look();

    await listeners(0);
  });

  it('is called again when the line breaks', async () => {
    const { id } = await stage.person();
    await stage.backend(id, plex, { LISTEN: true });
    await heard();

    plex.notices.hangUp();

    await listeners(0);
    await listeners(1);
  });

  it('may say what it likes', async () => {
    const { id } = await stage.person();
    await stage.backend(id, plex, { LISTEN: true });
    await heard();
    const before = (await deliveries()).length;

    for (const text of [
      '',
      'noise',
      '[]',
      '{"NotificationContainer":{"type":"playing"}}',
      '{"NotificationContainer":7}',
    ])
      plex.notices.raw(text);
    const film = movie();
    plex.add(film);

    await vi.waitFor(
      async () => {
        await stage.read();
        expect(await stage.held(film.title)).toHaveLength(1);
      },
      { timeout: 10_000 },
    );
    await stage.soon(async () =>
      expect((await deliveries()).slice(before).map(({ event }) => event)).toEqual(['timeline.processed']),
    );
  });
});
