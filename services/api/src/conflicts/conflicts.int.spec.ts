import type { RemoteItem } from '#libs/core';
import { ImportPages, type FoundConflict, type PageDecisions } from '#libs/database';
import { FakeJellyfin, FakePlex } from '#libs/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStage } from '../testing/api-stage.js';
import { addBackend } from '../testing/stored-backend.js';
import { backendOf, storeTitles } from '../testing/stored-titles.js';
import type { ConflictDto } from './conflicts.dto.js';

const VIEWED = Date.UTC(2024, 2, 6, 10) / 1_000;
const SINCE = Date.UTC(2024, 2, 5) / 1_000;
const UNTIL = Date.UTC(2024, 2, 8, 12) / 1_000;

let stage: ApiStage;
const servers = [new FakePlex(), new FakeJellyfin()] as const;
beforeAll(async () => {
  stage = await ApiStage.open();
  for (const server of servers) await server.start();
  await addBackend(stage, servers[0], { name: 'attic' });
  await addBackend(stage, servers[1], { name: 'cellar' });
});
afterAll(async () => {
  await stage.close();
  for (const server of servers) await server.stop();
});

const NOTHING: PageDecisions = {
  newItems: [],
  changes: [],
  proposals: [],
  grown: [],
  seen: [],
  restless: [],
  step: { done: 0, counts: {}, requests: 0 },
};

async function store(title: string): Promise<number> {
  await storeTitles(stage, 'attic', [{ title, year: 2020, watched: true, at: VIEWED }]);
  const { body } = await stage.call('get', `history?title=${title}`).expect(200);
  return (body as { history: { id: number }[] }).history[0]?.id ?? 0;
}

/** As an import of Jellyfin would note it. */
async function note(
  conflict: Pick<FoundConflict, 'kind' | 'itemId' | 'evidence'>,
  remoteId: string,
): Promise<void> {
  const backend = await backendOf(stage, 'cellar');
  const found = { ...conflict, backendId: backend.id, remoteId, part: 0, cause: 'one' } as FoundConflict;
  await stage.app.get(ImportPages).apply(
    {
      identityId: backend.identityId,
      accountGeneration: backend.accountGeneration,
      cause: 'import',
      runId: null,
      backendId: backend.id,
      via: backend.name,
      event: 'task.import',
      now: UNTIL,
      asSource: true,
      dryRun: false,
      lastCompleteRead: null,
    },
    { remoteIds: [], keys: [] },
    { cursor: null, decide: () => ({ ...NOTHING, conflicts: [found] }) },
  );
}

const opposite = async (title: string): Promise<ConflictDto> => {
  const itemId = await store(title);
  const evidence = { viewedAt: VIEWED, since: SINCE, until: UNTIL };
  await note({ kind: 'opposite-wishes', itemId, evidence }, title);
  return newest();
};

const list = async (query = ''): Promise<ConflictDto[]> => {
  const { body } = await stage.call('get', `history/conflicts?perpage=50&${query}`).expect(200);
  return (body as { items: ConflictDto[] }).items;
};
const newest = async (): Promise<ConflictDto> => {
  const [first] = await list();
  if (!first) throw new Error('there is no conflict');
  return first;
};
interface Standing {
  readonly backend: string;
  readonly rule: string | null;
  readonly sentence: string;
}
function standing(body: unknown, backend: string): Standing {
  const found = (body as { readonly backends: readonly Standing[] }).backends.find(
    (one) => one.backend === backend,
  );
  if (!found) throw new Error(`nothing is said of ${backend}`);
  return found;
}

const aMovie: RemoteItem = {
  ...{
    id: 'twofold',
    type: 'movie',
    title: 'Anchor',
    episodeTitle: null,
    year: 2020,
    season: null,
    episode: null,
  },
  ...{
    lastEpisode: null,
    guids: {},
    parentGuids: {},
    watched: false,
    positionMs: 0,
    playCount: 0,
    playedAt: null,
  },
  ...{ addedAt: VIEWED, runtimeMs: null, libraryId: null, showId: null, path: null },
};

const resolve = (id: number | string, choice: object) =>
  stage.call('post', `history/conflicts/${id}/resolve`).send(choice);

describe('the list of conflicts', () => {
  it('49. tells both sides in words', async () => {
    const conflict = await opposite('Lantern');
    expect(conflict).toMatchObject({
      kind: 'opposite-wishes',
      status: 'open',
      item: { title: 'Lantern', type: 'movie' },
      backend: 'cellar',
      remote_id: 'Lantern',
      sides: [
        { side: 'played', backend: 'attic', text: 'Watched on attic on 2024-03-06 10:00 UTC.' },
        {
          side: 'unplayed',
          backend: 'cellar',
          text: 'Marked unwatched on cellar, some time between 2024-03-05 00:00 UTC and 2024-03-08 12:00 UTC.',
        },
      ],
      resolution: null,
      closed_at: null,
    });
  });

  it('64. names the ids that disagree, and what else they name', async () => {
    const [itemId, other] = [await store('Harbour'), await store('Quay')];
    const differences = [{ of: 'item', source: 'tvdb', ours: '8800102', theirs: '8800103' }] as const;
    await note({ kind: 'contradicting-ids', itemId, evidence: { differences, others: [other] } }, 'Harbour');
    expect(await newest()).toMatchObject({
      text: 'The ids that cellar shows disagree with the item and also name Quay (2020).',
      sides: [
        { side: 'item', text: "The item's ids are right: tvdb 8800102." },
        { side: 'backend', backend: 'cellar', text: 'The ids on cellar are right: tvdb 8800103.' },
      ],
    });
  });

  it('is paged, of open ones unless asked otherwise, and each person has their own', async () => {
    const before = (await list()).length;
    const conflict = await opposite('Beacon');
    const { body } = await stage.call('get', 'history/conflicts?perpage=1').expect(200);
    expect(body).toMatchObject({ paging: { total: before + 1, perpage: 1 }, items: [{ id: conflict.id }] });
    expect(await list('kind=quarantined')).toEqual([]);
    expect(await list('status=ignored')).toEqual([]);
    await stage.call('get', 'history/conflicts?status=lost').expect(400);
    await stage.call('get', 'history/conflicts').set('X-User', 'nobody').expect(404);
  });
});

describe('settling a conflict', () => {
  it('writes the truth of the chosen side, once', async () => {
    const { id, item } = await opposite('Pier');
    const { body } = await resolve(id, { side: 'unplayed' }).expect(200);
    expect(body).toMatchObject({ id, status: 'resolved', resolution: 'unplayed' });
    const history = await stage.call('get', `history/${item?.id}`).expect(200);
    expect(history.body).toMatchObject({ watched: false, via: 'webui' });
    const again = await resolve(id, { side: 'played' }).expect(409);
    expect(again.body).toMatchObject({ error: { key: 'settled-before' } });
  });

  it('can also leave everything as it is', async () => {
    const { id, item } = await opposite('Mole');
    await resolve(id, { action: 'ignore' }).expect(200);
    expect((await list()).some((one) => one.id === id)).toBe(false);
    expect((await list('status=ignored')).map((one) => one.id)).toEqual([id]);
    const { body } = await stage.call('get', `history/${item?.id}/watch`).expect(200);
    expect(body).toEqual({ watched: true });
  });

  it.each([
    { what: 'neither a side nor an action', choice: {} },
    { what: 'both', choice: { side: 'played', action: 'ignore' } },
    { what: 'a side that it does not have', choice: { side: 'item' } },
    { what: 'an action that there is not', choice: { action: 'guess' } },
  ])('refuses $what', async ({ choice }) => {
    const { id } = await opposite(`Dock ${JSON.stringify(choice).length}`);
    await resolve(id, choice).expect(400);
    expect((await newest()).id).toBe(id);
  });

  it.each(['999999', 'lantern'])('finds no conflict %s', async (id) => {
    const { body } = await resolve(id, { side: 'played' }).expect(404);
    expect(body).toMatchObject({ error: { key: 'conflict-not-found' } });
  });
});

describe('a conflict', () => {
  it('of a copy in quarantine is part of the story of each item that it may be', async () => {
    const [first, second] = [await store('Anchor'), await store('Buoy')];
    const candidate = {
      type: 'movie',
      season: null,
      episode: null,
      guids: { tmdb: '1' },
      parentGuids: {},
    } as const;
    const report = { ...aMovie, title: 'Anchor or Buoy', watched: true };
    await note(
      {
        kind: 'quarantined',
        itemId: null,
        evidence: {
          by: 'own',
          candidates: [
            { ...candidate, id: first },
            { ...candidate, id: second },
          ],
          report,
        },
      },
      'twofold',
    );
    for (const itemId of [first, second]) {
      const { body } = await stage.call('get', `history/${itemId}/explain`).expect(200);
      expect(body.story).toContainEqual(
        expect.objectContaining({
          kind: 'conflict',
          source: 'cellar',
          rule: 'quarantined',
          sentence: expect.stringMatching(/Anchor or Buoy.* kept out\. A person has to decide/),
          can_undo: false,
        }),
      );
      const { rule, sentence } = standing(body, 'cellar');
      expect(rule).toBe('quarantined');
      expect(sentence).toMatch(/cannot be the same, so it is kept out/);
    }
    const other = await store('Capstan');
    const { body } = await stage.call('get', `history/${other}/explain`).expect(200);
    expect(JSON.stringify(body.story)).not.toMatch(/"kind":"conflict"/);
    expect(standing(body, 'cellar').rule).toBeNull();

    const { id } = await newest();
    await resolve(id, { action: 'ignore' }).expect(200);
    const { body: after } = await stage.call('get', `history/${first}/explain`).expect(200);
    expect(after.story).toContainEqual(
      expect.objectContaining({
        kind: 'conflict',
        sentence: expect.stringMatching(/A person said to leave it so/),
      }),
    );
  });
});
