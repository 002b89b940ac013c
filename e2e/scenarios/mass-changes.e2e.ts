import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  eventually,
  nextSecond,
  P1,
  P2,
  SERVERS,
  ThreeServers,
  type Run,
  type ServerType,
} from '../harness/index.js';

/** More than the guard lets through, and exactly as many as it does. */
const TOO_MANY = 30;
const JUST_ENOUGH = 25;
const PAGE = 100;

/** Scenarios of sections C, G and L that need many titles: the guard, incomplete reads, trust. */
describe('many titles at once, by scenario', () => {
  let stage: ThreeServers;
  const ids: Record<ServerType, string[]> = { plex: [], jellyfin: [], emby: [] };

  beforeAll(async () => {
    stage = await ThreeServers.start({ WS_LIBRARY_SEGMENT: String(PAGE) });
    await stage.import();
    await stage.export();
    for (const type of SERVERS)
      for (let number = 1; number <= PAGE + 20; number += 1) ids[type].push(await add(type, number));
    for (const type of ['plex', 'jellyfin'] as const)
      for (const id of ids[type].slice(0, TOO_MANY)) await stage.fakes.play(type, { id, at: P1 });
    await stage.import();
    await stage.settled();
  });
  afterAll(() => stage.stop());

  const add = async (type: ServerType, number: number): Promise<string> => {
    const three = String(number).padStart(3, '0');
    const title = {
      type: 'movie',
      title: `Meadow ${three}`,
      guids: { imdb: `tt9100${three}` },
      addedAt: P1 + number,
    } as const;
    return (await stage.fakes.add(type, title)).id;
  };
  const watched = async (): Promise<number> => (await stage.rows()).filter((row) => row.watched).length;
  const watchedOn = async (type: ServerType): Promise<number> => {
    const states = await Promise.all(ids[type].map((id) => stage.fakes.state(type, { id })));
    return states.filter((state) => state.watched).length;
  };
  const quiet = async (): Promise<void> => {
    for (const type of SERVERS) await stage.fakes.clearRequests(type);
  };
  const writes = async (): Promise<number> =>
    (await Promise.all(SERVERS.map((type) => stage.fakes.writes(type)))).flat().length;
  const parked = async (run: Run): Promise<void> => {
    expect(run.status).toBe('awaiting_approval');
    expect((await stage.api.changes(run.id)).paging.total).toBe(TOO_MANY);
  };
  const wipe = async (type: ServerType): Promise<void> => {
    for (const id of ids[type].slice(0, TOO_MANY)) await stage.fakes.unplay(type, { id });
  };

  it('149. Page fails: the run fails, the date stays, and the next run takes what was on the page', async () => {
    const before = (await stage.api.get('backend/plex')).body as { import: { last_sync: string } };
    const id = ids.plex.at(-1) ?? '';
    await stage.fakes.play('plex', { id, at: P2 });
    await stage.fakes.fault('plex', { match: 'library/sections/.*/all', after: 2, kind: { status: 500 } });
    expect(await stage.api.carryOut('import', 'plex')).toMatchObject({ status: 'failed' });
    await stage.fakes.clearFaults('plex');
    const after = (await stage.api.get('backend/plex')).body as { import: { last_sync: string } };
    expect(after.import.last_sync).toBe(before.import.last_sync);
    expect(await watched()).toBe(TOO_MANY);

    await stage.import(['plex']);
    expect(await watched()).toBe(TOO_MANY + 1);
    await stage.settled();
  });

  it('44. Partial reading: the unmark waits for a complete one', async () => {
    const [first = ''] = ids.jellyfin;
    await stage.fakes.unplay('jellyfin', { id: first });
    await stage.fakes.fault('jellyfin', { match: 'Items.*[sS]tartIndex=100', kind: { status: 500 } });
    expect(await stage.api.carryOut('import', 'jellyfin')).toMatchObject({ status: 'failed' });
    await stage.fakes.clearFaults('jellyfin');
    expect(await watched()).toBe(TOO_MANY + 1);

    await stage.import(['jellyfin']);
    expect(await watched()).toBe(TOO_MANY);
    await stage.settled();
    await nextSecond();
    await stage.fakes.play('jellyfin', { id: first });
    await stage.import(['jellyfin']);
    await stage.settled();
  });

  it('147. Guard in import: a wiped server parks the run, nothing is written; a rejection leaves all watched', async () => {
    await wipe('jellyfin');
    await quiet();
    const run = await stage.api.carryOut('import', 'jellyfin');
    await parked(run);
    expect(await writes()).toBe(0);
    expect(await watched()).toBe(TOO_MANY + 1);
    expect((await stage.api.post(`runs/${run.id}/reject`)).status).toBe(202);
    await stage.settled();
    expect(await watched()).toBe(TOO_MANY + 1);
    // What it lost is written back, so that the next import has nothing to ask.
    await stage.export(['jellyfin']);
    await eventually('Jellyfin has them back', async () => (await watchedOn('jellyfin')) === TOO_MANY + 1);
  });

  it('82. -f over several: nothing that was watched is lost', async () => {
    await stage.import(SERVERS, { force: true });
    expect(await watched()).toBe(TOO_MANY + 1);
  });

  it('81, 83. --trust over one backend: parked when it unmarks many, approved as shown, then spread without asking again', async () => {
    await stage.settled();
    await wipe('emby');
    const run = await stage.api.carryOut('import', 'emby', { trust: true });
    await parked(run);
    expect(await watched()).toBe(TOO_MANY + 1);
    expect((await stage.api.post(`runs/${run.id}/approve`)).status).toBe(202);
    expect(await stage.api.finished(run.id)).toMatchObject({
      status: 'succeeded',
      counts: { unplayed: TOO_MANY },
    });
    expect(await watched()).toBe(1);
    await stage.settled();
    for (const type of SERVERS) expect(await watchedOn(type)).toBe(1);
  });

  it('83. The same with 25: applied without asking', async () => {
    // Servers date by whole seconds, and on a tie the unmark of a moment ago would stay.
    await nextSecond();
    for (const id of ids.plex.slice(0, JUST_ENOUGH)) await stage.fakes.play('plex', { id });
    await stage.import();
    await stage.settled();
    expect(await watched()).toBe(JUST_ENOUGH + 1);
    for (const id of ids.emby.slice(0, JUST_ENOUGH)) await stage.fakes.unplay('emby', { id });
    expect(await stage.api.carryOut('import', 'emby', { trust: true })).toMatchObject({
      status: 'succeeded',
      counts: { unplayed: JUST_ENOUGH },
    });
    await stage.settled();
  });

  it('88. -fi, mass: parked with no write, written after approval', async () => {
    expect(await writes()).toBeGreaterThan(0);
    await stage.configure('jellyfin', { 'options.IMPORT_METADATA_ONLY': true });
    const fresh = ids.jellyfin.slice(JUST_ENOUGH + 10, JUST_ENOUGH + 10 + TOO_MANY);
    for (const id of fresh) await stage.fakes.play('jellyfin', { id, at: P1 });
    await stage.import(['jellyfin']);
    await quiet();
    const run = await stage.api.carryOut('export', 'jellyfin', { force: true, ignore_date: true });
    await parked(run);
    expect(await writes()).toBe(0);

    expect((await stage.api.post(`runs/${run.id}/approve`)).status).toBe(202);
    expect(await stage.api.finished(run.id)).toMatchObject({
      status: 'succeeded',
      counts: { unplayed: TOO_MANY },
    });
    const deletes = (await stage.fakes.writes('jellyfin')).filter(({ method }) => method === 'DELETE');
    expect(deletes).toHaveLength(TOO_MANY);
  });
});
