import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Identities, Restores, Runs } from '#libs/database';
import { GuidBook } from '#libs/directory';
import { FakeJellyfin } from '#libs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { commandEnd, consoleLine } from '../testing/console-line.js';
import { addBackend } from '../testing/stored-backend.js';
import { backendOf } from '../testing/stored-titles.js';

const LINE =
  '{"type":"movie","watched":1,"updated":1709287200,"title":"The Lantern","year":2020,"guids":{"guid_tmdb":"7"}}';
const NAME = 'main.attic.20240308.json';

let stage: ApiStage;
let server: FakeJellyfin;

beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open();
  await addBackend(stage, server, { name: 'attic' });
  await addBackend(stage, server, { name: 'cellar', export: false });
  mkdirSync(join(stage.folder, 'backup'), { recursive: true });
});

afterAll(async () => {
  await stage.close();
  await server.stop();
});

const put = (name: string, content = `[\n${LINE}\n]\n`): void =>
  writeFileSync(join(stage.folder, 'backup', name), content);

beforeEach(async () => {
  put(NAME);
  const runs = stage.app.get(Runs);
  for (const { id } of (
    await runs.list({ identityId: null, kind: null, status: null, backend: null, limit: 100, offset: 0 })
  ).runs)
    await runs.finish(id, 'cancelled', null);
});

describe('the files of backups', () => {
  it('are listed with their kind', async () => {
    put('mine.json.zip', 'zip');
    put('.env', 'secret');
    put('notes.txt', 'no backup');
    const { body } = await stage.call('get', 'system/backup').expect(200);
    const shown = (body as { filename: string; type: string }[]).map(({ filename, type }) => [
      filename,
      type,
    ]);
    expect(shown.sort()).toEqual([
      [NAME, 'automatic'],
      ['mine.json.zip', 'manual'],
    ]);
    expect(body[0]).toEqual({
      filename: expect.any(String),
      type: expect.any(String),
      size: expect.any(Number),
      date: expect.stringMatching(/Z$/),
    });
  });

  it('can be downloaded and removed', async () => {
    const { text, headers } = await stage
      .call('get', `system/backup/${NAME}`)
      .buffer()
      .parse((answer, done) => {
        let content = '';
        answer.on('data', (chunk: Buffer) => (content += chunk.toString()));
        answer.on('end', () => done(null, content));
      })
      .expect(200)
      .then(({ body, headers: sent }) => ({ text: String(body), headers: sent }));
    expect(text).toBe(`[\n${LINE}\n]\n`);
    expect(headers['content-disposition']).toContain(NAME);
    await stage.call('delete', `system/backup/${NAME}`).expect(204);
    await stage.call('get', `system/backup/${NAME}`).expect(404);
    await stage.call('delete', `system/backup/${NAME}`).expect(404);
  });

  it.each([
    '..%2Fconfig%2F.env',
    '%2e%2e%2f.env',
    '.env',
    'config.yaml',
    '..',
    'a%00.json',
    '..%5C..%5Ca.json',
    '%2Fetc%2Fpasswd',
  ])('give nothing outside of their folder: %s', async (name) => {
    writeFileSync(join(stage.folder, '.env'), 'WS_API_KEY=planted');
    for (const verb of ['get', 'delete'] as const) {
      const { status, text } = await stage.call(verb, `system/backup/${name}`);
      expect([400, 404, 405]).toContain(status);
      expect(text).not.toContain('planted');
    }
    expect(readFileSync(join(stage.folder, '.env'), 'utf8')).toContain('planted');
    expect(
      (await stage.call('post', `system/backup/${name}/restore`).send({ backend: 'attic' })).status,
    ).toBeGreaterThanOrEqual(400);
  });

  it('are nobody else’s business', async () => {
    for (const [verb, path] of [
      ['get', 'system/backup'],
      ['get', `system/backup/${NAME}`],
      ['delete', `system/backup/${NAME}`],
      ['post', 'system/backup'],
      ['post', 'system/backup/upload'],
    ] as const)
      await stage.open(verb, path).expect(401);
  });
});

describe('an upload', () => {
  const send = (name: string, content: string | Buffer) =>
    stage.call('post', 'system/backup/upload').attach('file', Buffer.from(content), name);

  it('is kept when it is a backup, and never replaces another', async () => {
    const { body } = await send('from-elsewhere.json', `[${LINE}]`).expect(201);
    expect(body).toMatchObject({ filename: 'from-elsewhere.json', type: 'manual' });
    await send('from-elsewhere.json', `[${LINE}]`).expect(409);
  });

  it.each([
    ['text.json', 'hello', 'not-a-backup'],
    ['fake.zip', 'this is no zip', 'not-a-backup'],
    ['useless.json', '[{"type":"foo"}]', 'not-a-backup'],
    ['evil.sh', `[${LINE}]`, 'bad-name'],
    ['.env', `[${LINE}]`, 'bad-name'],
  ])('is refused and leaves nothing: %s', async (name, content, key) => {
    const before = readdirSync(join(stage.folder, 'backup'));
    const { body } = await send(name, content).expect(400);
    expect(body.error.key).toBe(key);
    expect(readdirSync(join(stage.folder, 'backup'))).toEqual(before);
  });

  it('counts the ids that the person added', async () => {
    const line = '[{"type":"movie","watched":1,"updated":1,"title":"x","guids":{"guid_reels":"r7"}}]';
    await send('own-ids.json', line).expect(400);
    const guid = {
      ...{ id: '11111111-1111-4111-8111-111111111111', name: 'reels', description: '' },
      ...{ pattern: '^r\\d+$', example: 'r1', tests: { valid: ['r1'], invalid: ['1'] } },
    };
    stage.app.get(GuidBook).replace({ guids: [guid], links: [] });
    await send('own-ids.json', line).expect(201);
  });

  it('stays in its folder, whatever its name says', async () => {
    const { body, status } = await send('../../escaped.json', `[${LINE}]`);
    expect(status === 400 || body.filename === 'escaped.json').toBe(true);
    expect(readdirSync(stage.folder)).not.toContain('escaped.json');
  });

  it('needs a form with a file', async () => {
    await stage.call('post', 'system/backup/upload').send({ file: 'x' }).expect(400);
    await stage.call('post', 'system/backup/upload').field('name', 'x').expect(400);
  });
});

describe('backing up', () => {
  it('starts a run for each backend, and names those that are under way', async () => {
    const { body } = await stage.call('post', 'system/backup').send({ keep: true }).expect(202);
    expect(body.runs).toMatchObject([
      { identity: 'main', backend: 'attic', busy: false },
      { backend: 'cellar' },
    ]);
    const run = await stage.app.get(Runs).get(body.run_id);
    expect(run).toMatchObject({
      kind: 'backup',
      options: { backup: { keep: true, compress: true, enhance: true } },
    });
    const again = await stage
      .call('post', 'system/backup')
      .send({ backends: ['attic'] })
      .expect(202);
    expect(again.body).toMatchObject({ run_id: body.run_id, runs: [{ busy: true }] });
    const { body: refused } = await stage.call('post', 'backend/attic/backup').send({}).expect(409);
    expect(refused).toMatchObject({ run_id: body.run_id, error: { key: 'run-active' } });
  });

  it('can be limited, also by what is left out', async () => {
    const { body } = await stage
      .call('post', 'system/backup')
      .send({ backends: ['attic'], exclude: true })
      .expect(202);
    expect(body.runs).toMatchObject([{ backend: 'cellar' }]);
  });

  it.each([
    [{ identity: 'nobody' }, 404],
    [{ backends: ['nowhere'] }, 404],
    [{ file: '../up' }, 400],
    [{ file: 'one-name' }, 400],
    [{ keep: 'yes' }, 400],
    [{ colour: 'red' }, 400],
    [{ backends: [] }, 400],
  ])('refuses %j', async (wanted, status) => {
    await stage.call('post', 'system/backup').send(wanted).expect(status);
  });

  it('has something to back up', async () => {
    await stage.app.get(Identities).add('sam');
    const { body } = await stage.call('post', 'system/backup').send({ identity: 'sam' }).expect(409);
    expect(body.error.key).toBe('nothing-to-back-up');
  });
});

describe('restoring', () => {
  const restore = (wanted: object, name = NAME) =>
    stage.call('post', `system/backup/${name}/restore`).send(wanted);

  it('138. Dry by default', async () => {
    const { body } = await restore({ backend: 'attic' }).expect(202);
    expect(body.backup_run_id).toBeNull();
    const { body: run } = await stage.call('get', `runs/${body.run_id}`).expect(200);
    expect(run).toMatchObject({ kind: 'restore', dry_run: true, restore: { file: NAME, not_found: 0 } });
  });

  it('backs the backend up first when it is to be written', async () => {
    const { body } = await restore({ backend: 'attic', dry_run: false, progress: true }).expect(202);
    const run = await stage.app.get(Runs).get(body.run_id);
    expect(run).toMatchObject({
      dryRun: false,
      options: { restore: { file: NAME, progress: true, backupRunId: body.backup_run_id } },
    });
    expect(await stage.app.get(Runs).get(body.backup_run_id)).toMatchObject({
      kind: 'backup',
      status: 'queued',
    });
  });

  it('139. Export off: refused, unless it is said by name', async () => {
    const { body } = await restore({ backend: 'cellar', dry_run: false }).expect(409);
    expect(body.error.key).toBe('export-off');
    await restore({ backend: 'cellar', dry_run: false, ignore: true }).expect(202);
  });

  it.each([
    [{}, 400],
    [{ backend: 'nowhere' }, 404],
    [{ backend: 'attic', identity: 'nobody' }, 404],
    [{ backend: 'attic', dry_run: 'no' }, 400],
  ])('refuses %j', async (wanted, status) => {
    await restore(wanted).expect(status);
  });

  it('needs a file that is there', async () => {
    await restore({ backend: 'attic' }, 'gone.json').expect(404);
  });

  it('can be rejected while it waits for a person', async () => {
    const { body } = await restore({ backend: 'attic', dry_run: false, backup_first: false }).expect(202);
    const { id: backendId, identityId, accountGeneration } = await backendOf(stage, 'attic');
    const about = { identityId, backendId, backendName: 'attic', accountGeneration };
    const target = { runId: body.run_id as string, ...about };
    const state = { watched: true, positionMs: 0 };
    await stage.app.get(Restores).add(target, {
      writes: [
        {
          remoteId: 'r1',
          type: 'movie',
          title: 'Nobody Imported It',
          year: 2001,
          season: null,
          episode: null,
          rule: 'write-unplayed',
          before: state,
          after: { ...state, watched: false },
          updated: 0,
        },
      ],
      found: [],
      step: { done: 0, counts: {}, requests: 0 },
      cursor: null,
    });
    await stage.app.get(Runs).park(body.run_id);
    const { body: changes } = await stage.call('get', `runs/${body.run_id}/changes`).expect(200);
    expect(changes.items).toMatchObject([
      { item: { id: null, title: 'Nobody Imported It', year: 2001 }, backend: 'attic', status: 'planned' },
    ]);
    await stage.call('post', `runs/${body.run_id}/reject`).expect(202);
    const { body: after } = await stage.call('get', `runs/${body.run_id}/changes`).expect(200);
    expect(after.items).toMatchObject([{ status: 'rejected' }]);
  });
});

describe('backend:restore --execute', () => {
  const restores = async () =>
    (
      await stage.app
        .get(Runs)
        .list({ identityId: null, kind: 'restore', status: 'queued', backend: null, limit: 9, offset: 0 })
    ).runs;

  it('140. Import on: asks whether it may spread, and nothing is done without a word', async () => {
    const { code, err } = await consoleLine(stage, `backend:restore ${NAME} -s attic --execute`);
    expect(err).toMatch(/that spreads to the others/);
    expect(err).toMatch(/Nothing was done/);
    // As cli.md has it: a script must see that nothing happened.
    expect(code).toBe(1);
    expect(await restores()).toEqual([]);
  });

  it.each([
    ['', undefined],
    [' --sync-requests', true],
    [' --async-requests', false],
  ])('leaves the pace to the setting unless it is said:%s', async (said, sync) => {
    const line = `backend:restore ${NAME} -s attic${said}`;
    const { body } = await stage.call('post', 'system/command').send({ command: line }).expect(201);
    await vi.waitFor(async () => expect(await restores()).toHaveLength(1), { timeout: 10_000 });
    const [run] = await restores();
    expect(run?.options.sync_requests).toBe(sync);
    await stage.app.get(Runs).start(run?.id ?? '');
    await stage.app.get(Runs).finish(run?.id ?? '', 'succeeded', null);
    await commandEnd(stage, String(body.token));
  });

  it('140. Import on: goes on with --assume-yes', async () => {
    const line = `backend:restore ${NAME} -s attic --execute --assume-yes`;
    const { body } = await stage.call('post', 'system/command').send({ command: line }).expect(201);
    await vi.waitFor(async () => expect(await restores()).toHaveLength(1), { timeout: 10_000 });
    for (const { id } of await restores()) {
      await stage.app.get(Runs).start(id);
      await stage.app.get(Runs).finish(id, 'succeeded', null);
    }
    expect(await commandEnd(stage, String(body.token))).toMatchObject({ code: 0 });
  });
});
