import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Backends, Identities, ImportPages, MediaHealth } from '#libs/database';
import { FakeJellyfin, queryRows } from '#libs/testing';
import type request from 'supertest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';
import { backendOf, NOTHING, reportOf, storeTitles } from '../testing/stored-titles.js';

let stage: ApiStage;
let server: FakeJellyfin;

beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open();
  for (const name of ['attic', 'den', 'loft']) await addBackend(stage, server, { name });
  await storeTitles(stage, 'attic', [{ title: 'On One' }, { title: 'On Two' }, { title: 'On Three' }]);
  await alsoOn('den', ['On Two', 'On Three']);
  await alsoOn('loft', ['On Three']);
});

afterAll(async () => {
  await stage.close();
  await server.stop();
});

async function alsoOn(name: string, titles: readonly string[]): Promise<void> {
  const backend = await backendOf(stage, name);
  const { body } = await stage.call('get', 'history').query({ perpage: 50 });
  const items = body.history as { id: number; title: string }[];
  const seen = titles.map((title) => ({
    remoteId: `${name}-${title}`,
    part: 0,
    item: { id: items.find((item) => item.title === title)?.id ?? 0 },
    report: { ...reportOf({ title }), id: `${name}-${title}` },
    fingerprint: 'x',
    isEcho: false,
  }));
  await stage.app.get(ImportPages).apply(
    {
      identityId: backend.identityId,
      accountGeneration: backend.accountGeneration,
      cause: 'import',
      runId: null,
      backendId: backend.id,
      via: name,
      event: 'test',
      now: 1_735_689_600,
      asSource: true,
      dryRun: false,
      lastCompleteRead: null,
    },
    { remoteIds: [], keys: [] },
    { cursor: null, decide: () => ({ ...NOTHING, seen }) },
  );
}

const parity = (query: object): request.Test => stage.call('get', 'system/parity').query(query);
const titlesOf = (body: { items: { title: string }[] }): string[] =>
  body.items.map(({ title }) => title).sort();

describe('parity', () => {
  it('168. Parity: lists the records that fewer than N backends report', async () => {
    const { body: three } = await parity({ min: 3 }).expect(200);
    expect(titlesOf(three)).toEqual(['On One', 'On Two']);
    expect(three.paging).toMatchObject({ total: 2, params: { min: 3 } });
    expect(titlesOf((await parity({ min: 2 }).expect(200)).body)).toEqual(['On One']);
    expect(titlesOf((await parity({}).expect(200)).body)).toEqual(['On One', 'On Two']);
    const [one] = (await parity({ min: 2 })).body.items as {
      reported_by: string[];
      not_reported_by: string[];
    }[];
    expect(one).toMatchObject({ reported_by: ['attic'], not_reported_by: ['den', 'loft'] });
  });

  it.each([[{ min: 4 }], [{ min: -1 }], [{ min: 'all' }], [{ colour: 1 }]])('refuses %j', async (query) => {
    await parity(query).expect(400);
  });

  it('is of one person', async () => {
    await stage.app.get(Identities).add('sam');
    expect((await parity({}).set('X-User', 'sam').expect(200)).body).toMatchObject({
      items: [],
      paging: { total: 0 },
    });
    expect(await stage.app.get(Backends).list(1)).toHaveLength(3);
  });

  it('lets the incomplete ones go when a person says so', async () => {
    await stage.call('delete', 'system/parity').send({}).expect(400);
    await stage.call('delete', 'system/parity').send({ min: 9 }).expect(400);
    await stage.call('delete', 'system/parity').send({ min: 3 }).expect(200, { deleted_records: 2 });
    expect(titlesOf({ items: (await stage.call('get', 'history')).body.history })).toEqual(['On Three']);
    expect(server.writes()).toEqual([]);
  });
});

describe('media health', () => {
  const health = async () => (await stage.call('get', 'state/media-health').expect(200)).body;

  it('has no report before the first one', async () => {
    expect(await health()).toEqual({ report: null, running: false, stale: false });
    await stage.call('get', 'state/media-health/items').expect(404);
  });

  it('audits every record in the background, and keeps what it found', async () => {
    await storeTitles(stage, 'attic', [
      { title: 'Twin A', guids: { tmdb: '77' }, path: '/films/a.mkv' },
      { title: 'Twin B', guids: { tmdb: '77' }, path: '/films/b.mkv' },
      { title: 'File A', guids: { tmdb: '78' }, path: '/films/same.mkv' },
      { title: 'File B', guids: { tmdb: '79' }, path: '/films/same.mkv' },
      { title: 'Alone', guids: { tmdb: '80' } },
    ]);
    await stage.call('post', 'state/media-health/run').expect(202);
    await vi.waitFor(async () => expect((await health()).running).toBe(false), { timeout: 10_000 });
    const { report, stale } = await health();
    expect(stale).toBe(false);
    expect(report).toMatchObject({
      status: 'completed',
      backend_count: 3,
      summary: { total: 6, statuses: { duplicate_guid: 2, duplicate_reference: 2, partial: 1 } },
    });
    const { body } = await stage
      .call('get', 'state/media-health/items')
      .query({ status: 'partial' })
      .expect(200);
    expect(body.items).toMatchObject([
      {
        title: 'Alone',
        severity: 70,
        reasons: ['not on den', 'not on loft'],
        backends: ['attic'],
        expected_backend_count: 3,
      },
    ]);
    await stage.call('get', 'state/media-health/items').query({ status: 'sick' }).expect(400);
  });

  it('finds items by a part of their title', async () => {
    const search = (text: string) => stage.call('get', 'state/media-health/items').query({ search: text });
    expect(titlesOf((await search('twin').expect(200)).body)).toEqual(['Twin A', 'Twin B']);
    expect(titlesOf((await search('%').expect(200)).body)).toEqual([]);
    await search('x'.repeat(201)).expect(400);
  });

  it('can be taken home as json, csv and markdown', async () => {
    const file = (format: string) => stage.call('get', `state/media-health/export/${format}`);
    const { body, headers } = await file('json').expect(200);
    expect(headers['content-disposition']).toMatch(/filename="media-health\.\d{4}-\d\d-\d\d\.json"/);
    expect(titlesOf(body as { items: { title: string }[] })).toHaveLength(6);
    const { text: csv } = await file('csv').expect(200);
    expect(csv.trim().split('\r\n')).toHaveLength(7);
    expect(csv).toContain('"not on den; not on loft"');
    const { text: markdown } = await file('markdown').buffer(true).expect(200);
    expect(markdown).toContain('| Alone |');
    await file('pdf').expect(400);
  });

  it('counts as failed within a minute when its process is gone, and can be started anew', async () => {
    await stage.app.get(MediaHealth).begin(1, 3, 3);
    expect((await health()).running).toBe(true);
    await queryRows(
      stage.database.url,
      `UPDATE media_health_report SET heartbeat_at = now() - interval '1 minute'`,
    );
    expect(await health()).toMatchObject({ running: false, report: { status: 'failed' } });
    await stage.call('post', 'state/media-health/run').expect(202);
    await vi.waitFor(async () => expect((await health()).report.status).toBe('completed'), {
      timeout: 10_000,
    });
  });

  it('looks for the files on request, and can say nothing where their disk is not mounted', async () => {
    const films = join(stage.folder, 'films');
    mkdirSync(join(films, 'here'), { recursive: true });
    writeFileSync(join(films, 'here', 'a.mkv'), '');
    await storeTitles(stage, 'attic', [
      { title: 'File Here', guids: { tmdb: '9001' }, path: join(films, 'here', 'a.mkv') },
      { title: 'File Gone', guids: { tmdb: '9002' }, path: join(films, 'gone', 'b.mkv') },
      { title: 'Disk Away', guids: { tmdb: '9003' }, path: '/nowhere/at/all/c.mkv' },
    ]);
    const gone = async (): Promise<string[]> =>
      titlesOf(
        (await stage.call('get', 'state/media-health/items').query({ status: 'file_missing' }).expect(200))
          .body,
      );
    const audit = async (order: object): Promise<void> => {
      await stage.call('post', 'state/media-health/run').send(order).expect(202);
      await vi.waitFor(async () => expect((await health()).report.status).toBe('completed'), {
        timeout: 10_000,
      });
    };
    await audit({});
    expect(await gone()).toEqual([]);
    await audit({ check_files: true });
    expect(await gone()).toEqual(['File Gone']);
    await stage.call('post', 'system/env/WS_MEDIA_HEALTH_CHECK_FILES').send({ value: 'true' }).expect(200);
    await audit({});
    expect(await gone()).toEqual(['File Gone']);
    await stage.call('delete', 'system/env/WS_MEDIA_HEALTH_CHECK_FILES').expect(200);
    await stage.call('post', 'state/media-health/run').send({ check_files: 'yes' }).expect(400);
  });

  it('keeps as many reports as WS_MEDIA_HEALTH_KEEP says', async () => {
    const reports = () =>
      queryRows(stage.database.url, 'SELECT id FROM media_health_report WHERE identity_id = 1');
    await stage.call('post', 'system/env/WS_MEDIA_HEALTH_KEEP').send({ value: '1' }).expect(200);
    await stage.call('post', 'state/media-health/run').expect(202);
    await vi.waitFor(async () => expect((await health()).report.status).toBe('completed'), {
      timeout: 10_000,
    });
    expect(await reports()).toHaveLength(1);
    await stage.call('delete', 'system/env/WS_MEDIA_HEALTH_KEEP').expect(200);
  });

  it('says that records have changed since', async () => {
    await storeTitles(stage, 'attic', [{ title: 'Newer' }]);
    expect((await health()).stale).toBe(true);
  });
});
