import { PlaylistMemory, PlaylistWrites, Runs, type RememberedCopy, type RunRecord } from '#libs/database';
import { QueueMonitor } from '#libs/queue';
import { FakeJellyfin } from '#libs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { commandEnd } from '../testing/console-line.js';
import { addBackend } from '../testing/stored-backend.js';

let stage: ApiStage;
let server: FakeJellyfin;
beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open();
  await addBackend(stage, server, { name: 'attic' });
  await addBackend(stage, server, { name: 'cellar' });
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});
beforeEach(async () => {
  for (const { id } of await playlistRuns()) await runs().finish(id, 'succeeded', null);
});

const runs = (): Runs => stage.app.get(Runs);
async function playlistRuns(): Promise<readonly RunRecord[]> {
  const filter = { identityId: null, kind: 'playlist', status: null, backend: null } as const;
  return (await runs().list({ ...filter, limit: 100, offset: 0 })).runs;
}
const sync = (body?: object) => stage.call('post', 'playlists/sync').send(body);

/** As a run of the exporter leaves it: a list on attic that cellar is to get. */
async function decided(runId: string): Promise<void> {
  const { body } = await stage.call('get', 'backends').expect(200);
  expect(body).toHaveLength(2);
  const run = await runs().get(runId);
  const entries = [{ remoteId: 'r1', itemId: null, title: 'Paper Planets' }];
  const winner: RememberedCopy = {
    ...{ listId: -1, backendId: 1, remoteId: 'l1', title: 'Friday', entries, mark: null, hindrance: null },
    ...{ versionAt: 1_700_000_000, missingSince: null, deletedAt: null, partOf: null, unconfirmed: 0 },
  };
  const after = { title: 'Friday', entries, partOf: null, versionAt: winner.versionAt };
  await stage.app.get(PlaylistMemory).keep({
    ...{ identityId: run.identityId, runId, read: [1, 2], isRehearsal: false, cursor: null },
    generations: new Map([
      [1, 0],
      [2, 0],
    ]),
    lists: [{ listId: -1, copies: [winner], plan: { winner, steps: new Map() }, via: 'attic' }],
    writes: [
      {
        ...{ listId: -1, backendId: 2, backendName: 'cellar', accountGeneration: 0, title: 'Friday' },
        ...{ action: 'create', rule: 'missing-there', before: null, after, versionAt: winner.versionAt },
      },
    ],
    step: { done: 0, counts: {}, requests: 2 },
  });
}

describe('POST playlists/sync', () => {
  it('stores a run and tells its worker', async () => {
    const { body } = await sync({ dry_run: true, force: true, backends: ['attic'] }).expect(202);
    expect(await runs().get(String(body.run_id))).toMatchObject({
      ...{ kind: 'playlist', dryRun: true, status: 'queued', backendId: null },
      options: { force: true, backends: ['attic'] },
    });
    expect((await stage.app.get(QueueMonitor).depth('playlists')).waiting).toBeGreaterThan(0);
  });

  it('names the run that is under way', async () => {
    const { body } = await sync().expect(202);
    const refused = await sync().expect(409);
    expect(refused.body).toMatchObject({ run_id: body.run_id, error: { key: 'run-active' } });
  });

  it.each([
    [{ backends: ['nowhere'] }, 'backends', 'There is no backend nowhere; there is attic, cellar.'],
    [{ backends: [] }, 'backends', ''],
    [{ dry_run: 'perhaps' }, 'dry_run', ''],
    [{ everything: true }, 'everything', ''],
  ])('refuses %j and starts nothing', async (body, field, message) => {
    const before = (await playlistRuns()).length;
    const answer = await sync(body).expect(400);
    expect(answer.body.error.fields[0]).toMatchObject({ field, message: expect.stringContaining(message) });
    expect(await playlistRuns()).toHaveLength(before);
  });

  it('is for one person', async () => {
    await stage.call('post', 'playlists/sync').set('X-User', 'nobody').expect(404);
  });
});

describe('GET playlists', () => {
  let runId = '';
  beforeEach(async () => {
    runId = String((await sync().expect(202)).body.run_id);
    await decided(runId);
  });

  it('shows the lists with their copies, and when each backend was read', async () => {
    const { body } = await stage.call('get', 'playlists').expect(200);
    expect(body).toMatchObject({
      paging: { total: 1 },
      items: [
        {
          ...{
            title: 'Friday',
            items: 1,
            via: 'attic',
            deleted_at: null,
            changed_at: '2023-11-14T22:13:20.000Z',
          },
          copies: [{ backend: 'attic', id: 'l1', status: 'live', partial: false, reason: null }],
        },
      ],
      backends: [
        { backend: 'attic', read_at: expect.any(String), written_at: null },
        { backend: 'cellar', read_at: expect.any(String) },
      ],
    });
    const one = await stage.call('get', `playlists/${body.items[0].id}`).expect(200);
    expect(one.body).toMatchObject({ title: 'Friday', entries: [{ item_id: null, title: 'Paper Planets' }] });
  });

  it('shows what is to be written, by run and by list, with the reason', async () => {
    const { body } = await stage.call('get', 'playlists/changes').query({ run_id: runId }).expect(200);
    expect(body.items).toMatchObject([
      {
        ...{ backend: 'cellar', action: 'create', rule: 'missing-there', status: 'planned', before: null },
        after: { title: 'Friday', entries: [{ title: 'Paper Planets' }] },
        sentence: '“Friday” on cellar is to be created: it was not there.',
      },
    ]);
    const id = body.items[0].playlist_id as number;
    expect((await stage.call('get', 'playlists/changes').query({ playlist_id: id })).body.paging.total).toBe(
      1,
    );
    expect((await stage.call('get', 'playlists/changes').query({ playlist_id: id + 1 })).body.items).toEqual(
      [],
    );
    await stage.call('get', 'playlists/changes').query({ run_id: 'none' }).expect(400);
  });

  it('does not know other ids', async () => {
    await stage.call('get', 'playlists/99999').expect(404);
    await stage.call('get', 'playlists/friday').expect(404);
  });

  it('rejects what waits for a person', async () => {
    await runs().start(runId);
    await runs().park(runId);
    const { body } = await stage.call('post', `runs/${runId}/reject`).expect(202);
    expect(body.status).toBe('cancelled');
    expect(await stage.app.get(PlaylistWrites).open(runId)).toEqual([]);
  });
});

describe('console state:playlist', () => {
  /** The run that the command started, ended as the exporter would. */
  async function endOfRun(end: (id: string) => Promise<void>): Promise<RunRecord> {
    for (;;) {
      const active = (await playlistRuns()).find(({ status }) => status === 'queued');
      if (!active) {
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      await end(active.id);
      return active;
    }
  }
  async function typed(line: string, end = (id: string) => runs().finish(id, 'succeeded', null)) {
    const { body } = await stage.call('post', 'system/command').send({ command: line }).expect(201);
    const run = await endOfRun(end);
    return { run, ...(await commandEnd(stage, String(body.token))) };
  }

  it('tells each list with what became of it', async () => {
    const ended = await typed('state:playlist -v -u main', async (id) => {
      await decided(id);
      await runs().finish(id, 'succeeded', null);
    });
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.err).toContain('“Friday” on cellar is to be created: it was not there.');
    expect(ended.out).toContain('Created');
  });

  it.each([
    ['--dry-run', { dryRun: true }],
    ['-f', { options: { force: true } }],
    ['-s attic', { options: { backends: ['attic'] } }],
    ['-s attic -e', { options: { backends: ['cellar'] } }],
    ['--logfile lists.log', { options: {} }],
  ])('%s is what the run is told', async (options, told) => {
    const { run, code } = await typed(`state:playlist ${options}`);
    expect(code).toBe(0);
    expect(run).toMatchObject(told);
  });

  it('ends with 1 when the run failed, and says why', async () => {
    const error = { key: 'partly-read', message: 'attic could not be read.', hint: null };
    const ended = await typed('state:playlist', (id) => runs().finish(id, 'failed', error));
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('attic could not be read.') });
  });
});
