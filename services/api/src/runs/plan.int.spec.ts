import { Runs } from '#libs/database';
import { FakeJellyfin } from '#libs/testing';
import type request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';
import { decide, NOTHING, reportOf, storeTitles } from '../testing/stored-titles.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

let stage: ApiStage;
let server: FakeJellyfin;
beforeAll(async () => {
  server = new FakeJellyfin();
  await server.start();
  stage = await ApiStage.open();
  await addBackend(stage, server, { name: 'attic' });
});
afterAll(async () => {
  await stage.close();
  await server.stop();
});

interface Parked {
  readonly id: string;
  /** Ids of its changes, in the order of the titles. */
  readonly rows: readonly number[];
}

/** An import that waits with an unmark of each title, as the guard leaves one behind. */
async function parked(...titles: readonly string[]): Promise<Parked> {
  await storeTitles(
    stage,
    'attic',
    titles.map((title) => ({ title, watched: true })),
  );
  const { body: started } = await stage.call('post', 'backend/attic/import').expect(202);
  const id = String(started.run_id);
  const before = { kind: 'played', decidedAt: 9, playedAt: 9, positionMs: 0, positionAt: null } as const;
  const proposals = [];
  for (const title of titles) {
    const { body } = await stage.call('get', 'history').query({ title }).expect(200);
    const report = reportOf({ title });
    proposals.push({
      itemId: Number(body.history[0].id),
      before,
      after: { ...before, kind: 'unplayed' } as const,
      rule: 'unmarked',
      evidence: { remoteId: report.id, part: 0, report, fingerprint: 'seen' },
    });
  }
  await decide(stage, { backend: 'attic', runId: id }, { ...NOTHING, proposals });
  await stage.app.get(Runs).park(id);
  const { body: changes } = await stage.call('get', `runs/${id}/changes`).expect(200);
  return { id, rows: titles.map((title) => rowOf(changes.items, title)) };
}

const rowOf = (rows: { id: number; item: { title: string } }[], title: string): number =>
  rows.find(({ item }) => item.title === title)?.id ?? 0;
const say = ({ id }: Parked, verdict: 'approve' | 'reject', body: object): request.Test =>
  stage.call('post', `runs/${id}/${verdict}`).send(body);
const statuses = async ({ id }: Parked): Promise<Record<string, string>> => {
  const { body } = await stage.call('get', `runs/${id}/changes`).expect(200);
  const rows = body.items as { item: { title: string }; status: string }[];
  return Object.fromEntries(rows.map(({ item, status }) => [item.title, status]));
};

describe('the plan of a run that waits', () => {
  it('is counted in groups', async () => {
    const run = await parked('Amber Kite', 'Brass Kite');

    const { body } = await stage.call('get', `runs/${run.id}/plan`).expect(200);

    expect(body).toMatchObject({
      planned: 2,
      groups: [{ backend: 'attic', direction: 'unwatched', type: 'movie', count: 2 }],
    });
    await stage.call('get', `runs/${NOBODY}/plan`).expect(404);
    await say(run, 'reject', {}).expect(202);
  });

  it('tells what a selection comes to, and decides nothing by that', async () => {
    const run = await parked('Kettle Row', 'Lamp Row', 'Mill Row');
    const selection = { changes: [run.rows[0], run.rows[2]] };

    const { body } = await stage.call('post', `runs/${run.id}/plan`).send(selection).expect(200);

    expect(body).toMatchObject({ planned: 2, groups: [{ direction: 'unwatched', count: 2 }] });
    expect(Object.values(await statuses(run))).toEqual(['planned', 'planned', 'planned']);
    await say(run, 'reject', {}).expect(202);
    await stage.call('post', `runs/${run.id}/plan`).send(selection).expect(409);
  });

  it('is approved row by row; what was not chosen is rejected', async () => {
    const run = await parked('Cedar Moon', 'Dusty Moon', 'Early Moon');

    const { body } = await say(run, 'approve', { changes: [run.rows[1]], expected: 1 }).expect(202);

    expect(body).toMatchObject({ id: run.id, status: 'queued' });
    expect(await statuses(run)).toEqual({
      'Cedar Moon': 'rejected',
      'Dusty Moon': 'planned',
      'Early Moon': 'rejected',
    });
    await stage.call('post', `runs/${run.id}/cancel`).expect(202);
  });

  it('goes on waiting without the rows that were rejected, until none is left', async () => {
    const run = await parked('Faint Bell', 'Green Bell');

    const { body } = await say(run, 'reject', { changes: [run.rows[0]] }).expect(202);
    expect(body.status).toBe('awaiting_approval');
    expect(await statuses(run)).toEqual({ 'Faint Bell': 'rejected', 'Green Bell': 'planned' });

    const { body: ended } = await say(run, 'reject', { groups: [{ direction: 'unwatched' }] }).expect(202);
    expect(ended.status).toBe('cancelled');
    expect(await statuses(run)).toEqual({ 'Faint Bell': 'rejected', 'Green Bell': 'rejected' });
    await say(run, 'approve', { changes: [run.rows[0]] }).expect(409);
  });

  it('is approved as a whole only while it is of the size that was seen', async () => {
    const run = await parked('Kind Ferry', 'Last Ferry');
    await say(run, 'reject', { changes: [run.rows[0]] }).expect(202);

    const { body } = await say(run, 'approve', { expected: 2 }).expect(409);
    expect(body.error).toMatchObject({ key: 'plan-changed' });
    expect(await statuses(run)).toEqual({ 'Kind Ferry': 'rejected', 'Last Ferry': 'planned' });

    await say(run, 'reject', { expected: 1 }).expect(202);
    await say(run, 'approve', { expected: 1 }).expect(409);
  });

  it('is decided on by group, with the number that was seen', async () => {
    const run = await parked('High Barn', 'Ivory Barn');
    const groups = [{ backend: 'attic', direction: 'unwatched', type: 'movie' }];

    const { body } = await say(run, 'approve', { groups, expected: 3 }).expect(409);
    expect(body.error).toMatchObject({ key: 'plan-changed' });
    expect(await statuses(run)).toEqual({ 'High Barn': 'planned', 'Ivory Barn': 'planned' });

    await say(run, 'approve', { groups, expected: 2 }).expect(202);
    await stage.call('post', `runs/${run.id}/cancel`).expect(202);
  });

  it.each([
    ['a row of another run', { changes: [987_654_321] }, 'changes'],
    ['a group that is empty of meaning', { groups: [{}] }, 'groups.0'],
    ['a group that nothing fits', { groups: [{ type: 'episode' }] }, 'groups'],
    ['a direction that there is none of', { groups: [{ direction: 'sideways' }] }, 'groups.0.direction'],
    ['no rows at all', { changes: [] }, 'changes'],
    ['an unknown field', { rows: [1] }, 'rows'],
  ])('refuses %s, and decides nothing', async (_, body, field) => {
    const run = await parked('Jasper Lane');
    for (const verdict of ['approve', 'reject'] as const) {
      const { body: answer } = await say(run, verdict, body).expect(400);
      expect(answer.error.fields).toMatchObject([{ field }]);
    }
    expect(await statuses(run)).toEqual({ 'Jasper Lane': 'planned' });
    await say(run, 'reject', {}).expect(202);
  });
});
