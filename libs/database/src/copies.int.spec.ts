import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RemoteItem } from '#libs/core';
import type { BackendRecord } from './backends.js';
import { saveCopies } from './copies.js';
import { sqlOf } from './sql-rows.js';
import {
  aReport,
  contextOf,
  EARLIER,
  importPage,
  knowledgeOfCopy,
  knowledgeOfPage,
  LATER,
  LONG_AGO,
} from './testing/pages.js';
import { Stage } from './testing/stage.js';

let stage: Stage;
let backend: BackendRecord;
let itemId: number;

const lantern = aReport({ title: 'The Lantern' });

beforeAll(async () => {
  stage = await Stage.open();
});

afterAll(() => stage.close());

beforeEach(async () => {
  backend = await stage.backend(await stage.person());
  await importPage(stage, contextOf(backend, { now: LONG_AGO }), [lantern]);
  itemId = Number(await stage.value('SELECT item_id FROM observation WHERE backend_id = $1', [backend.id]));
});

/** We wrote `watched` there at this moment. */
const expectWatched = (at: number) =>
  stage.rows(
    `UPDATE observation SET expected_watched = true, expected_position_ms = 0, expected_at = to_timestamp($2) WHERE backend_id = $1`,
    [backend.id, at],
  );

const see = (report: RemoteItem, now: number, isEcho = false) =>
  saveCopies(
    sqlOf(stage.database),
    { backendId: backend.id, now, asSource: true },
    {
      seen: [{ remoteId: report.id, part: 0, item: { id: itemId }, report, fingerprint: 'now', isEcho }],
      newIds: [],
    },
  );

const known = async () =>
  knowledgeOfCopy(await knowledgeOfPage(stage, contextOf(backend), [lantern]), lantern.id);

describe('a look at a copy', () => {
  it('keeps what we wrote after it was taken: the look could not show it yet', async () => {
    await expectWatched(LATER);

    await see(lantern, EARLIER);

    expect((await known()).expected).toEqual({ watched: true, positionMs: 0, at: LATER });
  });

  it('forgets what we wrote before it was taken: now it is known what became of it', async () => {
    await expectWatched(EARLIER);

    await see({ ...lantern, watched: true }, LATER);

    expect(await known()).toMatchObject({ expected: null, observed: { watched: true, at: LATER } });
  });

  it('forgets what we wrote at the very moment it was taken', async () => {
    await expectWatched(EARLIER);

    await see(lantern, EARLIER);

    expect((await known()).expected).toBeNull();
  });

  it('takes the place of the look before, in all that it tells', async () => {
    await see(
      aReport({
        title: 'The Lantern',
        watched: true,
        positionMs: 5_000,
        playCount: 3,
        playedAt: EARLIER,
        addedAt: EARLIER,
        path: '/films/lantern.mkv',
      }),
      LATER,
    );

    expect((await known()).observed).toEqual({
      watched: true,
      positionMs: 5_000,
      playCount: 3,
      playedAt: EARLIER,
      addedAt: EARLIER,
      path: '/films/lantern.mkv',
      at: LATER,
      since: LATER,
      asSource: true,
      isEcho: false,
      writtenAt: null,
    });
  });

  it('that shows what we wrote remembers when we wrote it, until somebody did something else', async () => {
    await expectWatched(EARLIER);
    const echo = { ...lantern, watched: true };
    const writtenAt = async () => (await known()).observed?.writtenAt;

    await see(echo, LATER, true);
    expect(await writtenAt()).toBe(EARLIER);
    await see({ ...echo, positionMs: 700 }, LATER + 1, true);
    expect(await writtenAt()).toBe(EARLIER);
    await see({ ...echo, playCount: 2 }, LATER + 2);
    expect(await writtenAt()).toBeNull();
  });
});
