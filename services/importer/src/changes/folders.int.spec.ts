import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeEmby, FakeJellyfin, FakePlex, type FakeMediaServer } from '#libs/testing';
import { movie, payloadsOf, userOf } from '../testing/news-payloads.js';
import { NewsStage } from '../testing/news-stage.js';

const LONG_AGO = 1_700_000_000;

let stage: NewsStage;
let plex: FakePlex;
let jellyfin: FakeJellyfin;
let emby: FakeEmby;
let shows = 0;

beforeAll(async () => {
  stage = await NewsStage.open();
});
afterAll(() => stage.close());

beforeEach(async () => {
  [plex, jellyfin, emby] = [new FakePlex(), new FakeJellyfin(), new FakeEmby()];
  const servers = [plex, jellyfin, emby];
  for (const server of servers) await server.start();
  return async () => {
    await stage.rows('DELETE FROM backend');
    for (const server of servers) await server.stop();
  };
});

/** How each server tells that something came to a show or to a season. */
const ADDED: Readonly<
  Record<string, (kind: 'show' | 'season', id: string) => Readonly<Record<string, unknown>>>
> = {
  plex: (type, ratingKey) => ({
    event: 'library.new',
    Server: { uuid: plex.uuid },
    Metadata: { type, ratingKey },
  }),
  jellyfin: (kind, ItemId) => ({
    NotificationType: 'ItemAdded',
    ServerId: jellyfin.uuid,
    ItemId,
    ItemType: kind === 'show' ? 'Series' : 'Season',
  }),
  emby: (kind, Id) => ({
    Event: 'library.new',
    Server: { Id: emby.uuid },
    Item: { Id, Type: kind === 'show' ? 'Series' : 'Season' },
  }),
};

const server = (type: string): FakeMediaServer => ({ plex, jellyfin, emby })[type] ?? plex;

/** A show of five episodes in two seasons, of its own; the ids of its episodes. */
function show(on: FakeMediaServer, title: string): string[] {
  return [1, 2, 3, 4, 5].map((n) =>
    on.add({
      type: 'episode',
      title,
      season: n > 3 ? 2 : 1,
      episode: n,
      guids: { tvdb: `77${shows}${n}` },
      parentGuids: { tvdb: `88${shows}` },
    }),
  );
}

const nextTitle = (): string => {
  shows += 1;
  return `Harbour Tales ${shows}`;
};

describe.each(['plex', 'jellyfin', 'emby'])('what came to %s as a whole', (type) => {
  it.each([
    ['show', 5],
    ['season', 3],
  ] as const)('is read below the %s that is named', async (kind, count) => {
    const { id: person } = await stage.person();
    await stage.backend(person, server(type));
    const title = nextTitle();
    const [first = '', second = ''] = show(server(type), title);
    server(type).play(userOf(server(type)), second, LONG_AGO);

    const folder = server(type).folderOf(first, kind);
    const delivery = await stage.deliver(ADDED[type]?.(kind, folder));

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched' });
    const held = await stage.held(title);
    expect(held).toHaveLength(count);
    expect(held.filter(({ decision }) => decision === 'played')).toHaveLength(1);
  });

  it('gets what the others know of each of its episodes', async () => {
    const { id: person } = await stage.person();
    const known = type === 'plex' ? jellyfin : plex;
    await stage.backend(person, known);
    const target = await stage.backend(person, server(type));
    const title = nextTitle();
    const there = show(known, title);
    for (const id of there) known.play(userOf(known), id, LONG_AGO);
    const from = known.type;
    await stage.settled(await stage.deliver(ADDED[from]?.('show', known.folderOf(there[0] ?? '', 'show'))));
    const here = show(server(type), title);

    const folder = server(type).folderOf(here[0] ?? '', 'show');
    await stage.settled(await stage.deliver(ADDED[type]?.('show', folder)));

    const intents = await stage.rows<{ remoteId: string }>(
      `SELECT o.remote_id AS "remoteId" FROM export_intent n
         JOIN observation o ON o.item_id = n.item_id AND o.backend_id = n.backend_id WHERE n.backend_id = $1`,
      [target.id],
    );
    expect(intents.map(({ remoteId }) => remoteId).sort()).toEqual([...here].sort());
  });

  it('proves no unmark: what is unwatched below is left to the next import', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, server(type));
    const title = nextTitle();
    const ids = show(server(type), title);
    for (const id of ids) server(type).play(userOf(server(type)), id, LONG_AGO);
    const folder = server(type).folderOf(ids[0] ?? '', 'show');
    await stage.settled(await stage.deliver(ADDED[type]?.('show', folder)));
    for (const id of ids) server(type).unplay(userOf(server(type)), id);

    const again = await stage.deliver(ADDED[type]?.('show', folder));

    expect(await stage.settled(again)).toMatchObject({ verdict: 'matched', reason: 'read-incomplete' });
    expect((await stage.held(title)).every(({ decision }) => decision === 'played')).toBe(true);
  });
});

describe('a show that a person marks on Emby', () => {
  const marked = (event: string, id: string): object => {
    const payload = payloadsOf.emby(emby, id, { event });
    return { ...payload, Item: { Id: id, Type: 'Series' } };
  };

  it('is read again while the server has not marked all of its episodes yet', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, emby);
    const title = nextTitle();
    const ids = show(emby, title);
    const [first = '', ...others] = ids;
    emby.play(userOf(emby), first, LONG_AGO);
    const delivery = await stage.deliver(marked('item.markplayed', emby.folderOf(first, 'show')));
    await stage.read();
    await stage.soon(async () => expect(await stage.held(title)).toHaveLength(5));
    expect(await stage.delivery(delivery)).toMatchObject({ status: 'read', verdict: null });

    for (const id of others) emby.play(userOf(emby), id, LONG_AGO);

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched' });
    expect((await stage.held(title)).map(({ decision }) => decision)).toEqual(ids.map(() => 'played'));
  });

  it('is watched episode by episode, and unwatched again', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, emby);
    const title = nextTitle();
    const ids = show(emby, title);
    const folder = emby.folderOf(ids[0] ?? '', 'show');
    for (const id of ids) emby.play(userOf(emby), id, LONG_AGO);
    await stage.settled(await stage.deliver(marked('item.markplayed', folder)));
    expect((await stage.held(title)).map(({ decision }) => decision)).toEqual(ids.map(() => 'played'));
    for (const id of ids) emby.unplay(userOf(emby), id);

    const delivery = await stage.deliver(marked('item.markunplayed', folder));

    expect(await stage.settled(delivery)).toMatchObject({ verdict: 'matched', reason: 'unmarked' });
    expect((await stage.held(title)).map(({ decision }) => decision)).toEqual(ids.map(() => 'unplayed'));
  });
});

describe('an id that names nothing', () => {
  it('is settled as not there for this user', async () => {
    const { id: person } = await stage.person();
    await stage.backend(person, jellyfin);
    jellyfin.add(movie());
    const delivery = await stage.deliver(ADDED['jellyfin']?.('show', 'ab'.repeat(16)));
    expect(await stage.settled(delivery)).toMatchObject({
      verdict: 'ignored',
      reason: 'not-there-for-this-user',
    });
  });
});
