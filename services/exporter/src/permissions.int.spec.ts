import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Backends, OpenIntents, PersonMarks, Runs } from '#libs/database';
import { FakeEmby, FakeJellyfin } from '#libs/testing';
import { UNDECIDED } from '#libs/core';
import {
  ExporterStage,
  fakeWith,
  LATER,
  LONG_AGO,
  UNWATCHED,
  userOf,
  WATCHED,
} from './testing/exporter-stage.js';

let stage: ExporterStage;

beforeAll(async () => {
  stage = await ExporterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.newPerson());

const switchExport = (id: number, exportEnabled: boolean): Promise<void> =>
  stage.module.get(Backends).change(id, { exportEnabled });

describe('what a person allows on a backend', () => {
  it.each([
    ['EXPORT_MARK_PLAYED', { played: 0, unplayed: 1, progress: 1 }],
    ['EXPORT_MARK_UNPLAYED', { played: 1, unplayed: 0, progress: 1 }],
    ['EXPORT_PROGRESS', { played: 1, unplayed: 1, progress: 0 }],
  ])('%s switched off leaves out that kind of write and no other', async (option, counts) => {
    const server = await fakeWith(new FakeJellyfin(), 3);
    server.play(userOf(server), server.idOf({ title: 'Title 2' }), LONG_AGO);
    const backend = await stage.backendOn(server, { options: { [option]: false } });
    await stage.know(backend, ({ title }) => {
      if (title === 'Title 1') return WATCHED;
      return title === 'Title 2' ? UNWATCHED : { ...UNDECIDED, positionMs: 600_000, positionAt: LATER };
    });

    const run = await stage.export(backend);

    expect(run).toMatchObject({ status: 'succeeded', counts });
    expect(server.writes()).toHaveLength(2);
    await server.stop();
  });
});

describe('a backend with export off', () => {
  it('55. is not written by a run that a person approved before', async () => {
    const server = await fakeWith(new FakeEmby(), 30);
    for (let number = 1; number <= 30; number += 1)
      server.play(userOf(server), server.idOf({ title: `Title ${number}` }), LONG_AGO);
    const backend = await stage.backendOn(server);
    await stage.know(backend, () => UNWATCHED);
    const parked = await stage.export(backend);
    expect(parked.status).toBe('awaiting_approval');
    await stage.module.get(Runs).approve(parked.id);
    await switchExport(backend.id, false);

    const run = await stage.carryOut(parked.id);

    expect(run).toMatchObject({ status: 'failed', error: { key: 'export-off' } });
    expect(server.writes()).toEqual([]);
    await server.stop();
  });

  it('gets nothing more from the moment it is switched off, in the middle of a run', async () => {
    const server = await fakeWith(new FakeJellyfin(), 20);
    const backend = await stage.backendOn(server);
    await stage.know(backend, () => WATCHED);
    const backends = stage.module.get(Backends);
    const writes: number[] = [];
    const byId = backends.byId.bind(backends);
    // The switch falls right after the run has looked at it for the last time before its batch.
    backends.byId = async (id) => {
      const found = await byId(id);
      writes.push(id);
      if (writes.length === 3) await switchExport(backend.id, false);
      return found;
    };
    const run = await stage.export(backend);
    backends.byId = byId;

    expect(run).toMatchObject({ status: 'failed', error: { key: 'export-off' } });
    expect(server.writes()).toEqual([]);
    await server.stop();
  });

  it('55. is not pushed to; what waits goes out when it is switched on again', async () => {
    const server = await fakeWith(new FakeJellyfin(), 1);
    const backend = await stage.backendOn(server);
    await stage.know(backend, () => UNDECIDED);
    await stage.export(backend);
    const itemId = await stage.itemOf('Title 1');
    await stage.module
      .get(PersonMarks)
      .mark({ identityId: stage.identityId, itemId, watched: true, at: LATER });
    await switchExport(backend.id, false);

    await stage.push(backend);
    expect(server.writes()).toEqual([]);

    await switchExport(backend.id, true);
    await stage.push(backend);
    expect(server.stateOf(userOf(server), server.idOf({ title: 'Title 1' })).watched).toBe(true);
    expect(await stage.module.get(OpenIntents).count()).toBe(0);
    await server.stop();
  });
});
