import { History, Runs } from '#libs/database';
import { FakeJellyfin, queryRows } from '#libs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { consoleLine } from '../testing/console-line.js';
import { addBackend } from '../testing/stored-backend.js';
import { backendOf, storeTitles } from '../testing/stored-titles.js';
import { RunValidator } from '../validation/run-validator.js';

let stage: ApiStage;
const attic = new FakeJellyfin();
const cellar = new FakeJellyfin();
const ids = new Map<string, string>();

beforeAll(async () => {
  await Promise.all([attic.start(), cellar.start()]);
  stage = await ApiStage.open();
  for (const [name, server] of [['attic', attic] as const, ['cellar', cellar] as const])
    await addBackend(stage, server, { name });
  for (const title of ['Kept One', 'Gone One']) {
    const guids = { tmdb: String(900_200 + ids.size) };
    ids.set(title, attic.add({ type: 'movie', title, guids }));
    const libraryId = attic.libraries[0]?.id ?? '';
    await storeTitles(stage, 'attic', [{ title, id: ids.get(title) ?? '', libraryId, guids }]);
  }
});
afterAll(async () => {
  await stage.close();
  await Promise.all([attic.stop(), cellar.stop()]);
});
beforeEach(() => attic.clearFaults());

const references = async (title: string): Promise<number> => {
  const backend = await backendOf(stage, 'attic');
  return (await stage.app.get(History).itemsAt(backend.id, [ids.get(title) ?? ''])).size;
};
const hourPasses = () =>
  queryRows(
    stage.database.url,
    `UPDATE missing_copy SET missing_since = missing_since - interval '61 minutes'`,
  );
const rows = () => queryRows(stage.database.url, `SELECT title FROM item ORDER BY title`);

describe('state:validate', () => {
  it('153. Validate during an outage: no reference goes, and the backend is named as out of reach', async () => {
    attic.remove(ids.get('Gone One') ?? '');
    attic.fault({ match: /./, kind: { status: 503 } });
    const { code, out, err } = await consoleLine(stage, 'state:validate');
    expect(code).toBe(1);
    expect(err).toMatch(/validate of 'main@attic': /);
    expect(out).toMatch(/attic +│ 0 +│ 0 /);
    expect(await references('Gone One')).toBe(1);
    expect(await references('Kept One')).toBe(1);
  });

  it('154. Validate, 404: the first word notes it, and the same within the hour lets nothing go', async () => {
    for (let round = 0; round < 2; round += 1) {
      const { code, out } = await consoleLine(stage, 'state:validate');
      expect(code).toBe(0);
      expect(out).toMatch(/attic +│ 2 +│ 0 /);
    }
    expect(await references('Gone One')).toBe(1);
  });

  it('says in a rehearsal what it would look at again, and notes nothing', async () => {
    const { code, out } = await consoleLine(stage, 'state:validate --dry-run');
    expect([code, out]).toEqual([0, expect.stringMatching(/attic +│ 2 +│ 0 /)]);
  });

  it('154. Validate, 404: said twice, an hour apart, the reference is archived and the record stays', async () => {
    const before = await rows();
    await hourPasses();
    const { code } = await consoleLine(stage, 'state:validate');
    expect(code).toBe(0);
    expect(await references('Gone One')).toBe(0);
    expect(await references('Kept One')).toBe(1);
    expect(await rows()).toEqual(before);
    const archived = await queryRows(
      stage.database.url,
      'SELECT remote_id FROM missing_copy WHERE archived_at IS NOT NULL',
    );
    expect(archived).toEqual([{ remote_id: ids.get('Gone One') }]);
    expect(attic.writes()).toEqual([]);
  });
});

describe('a validation', () => {
  const runs = () => stage.app.get(Runs);
  const started = async (): Promise<string> =>
    String((await stage.call('post', 'backend/attic/validate').send({}).expect(202)).body.run_id);
  const ended = (id: string) =>
    vi.waitFor(async () => {
      const run = await runs().get(id);
      expect(run.finishedAt).not.toBeNull();
      return run;
    }, 20_000);

  it('is a run of its own kind, with its progress and its counts', async () => {
    const run = await ended(await started());
    expect(run).toMatchObject({
      ...{ kind: 'validate', status: 'succeeded', backendName: 'attic', error: null },
      counts: { updated: 0, skipped: 0 },
    });
    expect([run.done, run.total]).toEqual([attic.libraries.length, attic.libraries.length]);
  });

  it('is under way once for a backend', async () => {
    attic.fault({ match: /./, kind: { delayMs: 1_500 } });
    const id = await started();
    const { body } = await stage.call('post', 'backend/attic/validate').send({}).expect(409);
    expect(body.run_id).toBe(id);
    attic.clearFaults();
    await ended(id);
  }, 60_000);

  it('goes on in another process when its own was killed, and not with what is done', async () => {
    const backend = await backendOf(stage, 'attic');
    const added = await runs().add({
      ...{ kind: 'validate', identityId: backend.identityId, backendId: backend.id, backendName: 'attic' },
      ...{ mode: null, dryRun: false, options: {} },
    });
    const id = 'run' in added ? added.run.id : '';
    await runs().start(id);
    const [first] = attic.libraries;
    const step = { done: 1, requests: 0, counts: {} };
    await runs().advance(id, step, { done: [first?.id] });
    await stage.app.get(RunValidator).look();
    expect((await runs().get(id)).status).toBe('running');
    await queryRows(
      stage.database.url,
      `UPDATE run SET heartbeat_at = now() - interval '2 minutes' WHERE id = '${id}'`,
    );
    await stage.app.get(RunValidator).look();
    expect(await runs().get(id)).toMatchObject({ status: 'succeeded', done: attic.libraries.length });
  });

  it('can be cancelled', async () => {
    const backend = await backendOf(stage, 'attic');
    const added = await runs().add({
      ...{ kind: 'validate', identityId: backend.identityId, backendId: backend.id, backendName: 'attic' },
      ...{ mode: null, dryRun: false, options: {} },
    });
    const id = 'run' in added ? added.run.id : '';
    await runs().start(id);
    await stage.call('post', `runs/${id}/cancel`).expect(202);
    await stage.app.get(RunValidator).validate(id);
    expect((await runs().get(id)).status).toBe('cancelled');
  });
});
