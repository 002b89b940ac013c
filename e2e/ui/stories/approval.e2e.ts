import type { FakeTitle } from '#libs/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../harness/index.js';
import { Admin } from '../admin.js';

const films = (name: string, id: string): readonly FakeTitle[] =>
  Array.from({ length: 30 }, (_, index) => ({
    type: 'movie' as const,
    title: `${name} ${index + 1}`,
    year: 2001,
    guids: { imdb: `tt77${id}${String(index).padStart(2, '0')}` },
  }));
/** Nobody meant to unmark these; somebody did mean those; of the last ones, Emby is to be told of some. */
const KEPT = films('Evening Train', '100');
const GONE = films('Morning Train', '101');
const PARTLY = films('Night Train', '102');
const EPISODES = [1, 2, 3].map((episode) => ({
  type: 'episode' as const,
  title: 'Night Bus',
  season: 1,
  episode,
  guids: { tvdb: `77103${episode}` },
  parentGuids: { tvdb: '771030' },
}));

describe('a run that would turn many items unwatched', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive({ library: 'none' });
    const all = [...KEPT, ...GONE, ...PARTLY, ...EPISODES];
    await admin.put(all, ['plex', 'jellyfin'], 1_600_000_000);
    await admin.put([...PARTLY, ...EPISODES], ['emby'], 1_600_000_000);
    await admin.has('plex', 'jellyfin');
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  const nameOf = ({ title, season, episode }: FakeTitle) => ({
    title,
    ...(season === undefined ? {} : { season }),
    ...(episode === undefined ? {} : { episode }),
  });
  const button = (name: string) => admin.page.getByRole('button', { name, exact: true });

  async function unwatchedOn(
    type: 'jellyfin' | 'emby',
    some: readonly FakeTitle[],
  ): Promise<readonly string[]> {
    const names: string[] = [];
    for (const title of some) if (!(await admin.isWatched(type, nameOf(title)))) names.push(title.title);
    return names;
  }

  /** The run that Home points at, with its plan. */
  async function openFromHome(run: RegExp, row: string, count: number): Promise<void> {
    await admin.go('Home');
    await admin.say(`${count} items would become unwatched.`);
    await admin.page.getByRole('link', { name: run }).first().click();
    await admin.runEnds('Waiting for approval');
    await admin.say('This run waits for you. Nothing has been written yet.');
    await admin.say(/It would mark/);
    const told = await admin.page.getByRole('region', { name: 'This run waits for you.' }).innerText();
    expect(told.replace(/\s+/g, ' ')).toContain(`It would mark ${count} items as unwatched `);
    await admin.page.getByRole('row', { name: new RegExp(`${row} 7 `) }).waitFor();
  }

  async function unmark(some: readonly FakeTitle[]): Promise<void> {
    for (const title of some) await admin.fakes.unplay('plex', nameOf(title));
    await admin.importFrom('plex');
    await admin.runEnds('Waiting for approval');
  }

  async function approve(): Promise<void> {
    await button('Approve').click();
    await admin.say('The run was approved and continues.');
    await admin.runEnds();
  }

  it('waits, is found from Home with its plan, and is rejected: nothing was changed', async () => {
    await unmark(KEPT);
    await openFromHome(/Import from plex/, 'Evening Train', 30);

    await button('Reject').click();

    await admin.say('The run was rejected; nothing was written.');
    await admin.page.goto('/history?q=Evening%20Train&watched=1');
    await admin.say('1–30 of 30 items');
    expect(await unwatchedOn('jellyfin', KEPT)).toEqual([]);
  });

  it('is carried out once it is approved, everywhere; what was rejected before stays', async () => {
    await unmark(GONE);
    await openFromHome(/Import from plex/, 'Morning Train', 30);

    await approve();

    await eventually(
      'jellyfin follows',
      async () => (await unwatchedOn('jellyfin', GONE)).length === GONE.length,
    );
    expect(await unwatchedOn('jellyfin', KEPT)).toEqual([]);
  });

  it('is decided on by group: what is rejected leaves the plan, and the rest goes on waiting', async () => {
    await unmark([...PARTLY, ...EPISODES]);
    await openFromHome(/Import from plex/, 'Night Train', 33);
    await approve();
    // A server that comes later still has them as watched.
    await admin.has('emby');
    await openFromHome(/to emby/, 'Night Train', 33);
    await admin.fakes.clearRequests('emby');

    await admin.page.getByRole('checkbox', { name: /^Choose all: Become unwatched, Episodes/ }).check();
    await admin.say('3 of 33 planned changes chosen.');
    await button('Reject the chosen').click();
    await admin.confirm('Reject 3');

    await admin.say('All 30 planned changes.');
    await admin.runEnds('Waiting for approval');
    await admin.page
      .getByRole('row', { name: /Night Bus S01E01 .*Rejected/ })
      .first()
      .waitFor();
    expect(await admin.fakes.writes('emby')).toEqual([]);
  });

  it('is decided on by row: exactly those are written that were approved and still stand', async () => {
    // Between the plan and the decision somebody sees one of them again.
    await admin.fakes.play('emby', { title: 'Night Train 2' });
    for (const number of [1, 2, 3])
      await admin.page.getByRole('checkbox', { name: `Choose Night Train ${number} (2001)` }).check();
    await admin.say('3 of 30 planned changes chosen.');
    await button('Approve only the chosen').click();
    await admin.confirm('Approve 3');
    await admin.runEnds();

    await admin.page.getByRole('row', { name: /Night Train 2 .*Skipped/ }).waitFor();
    await admin.page.getByRole('row', { name: /Night Train 3 .*Applied/ }).waitFor();
    expect(await unwatchedOn('emby', [...PARTLY, ...EPISODES])).toEqual(['Night Train 1', 'Night Train 3']);
    expect(await admin.fakes.writes('emby')).toHaveLength(2);
  });

  it('leaves to the next run what changed in the meantime, and asks nobody again about the rest', async () => {
    await admin.importFrom('emby');
    await admin.runEnds();
    await eventually('plex hears of it', () => admin.isWatched('plex', { title: 'Night Train 2' }));

    await admin.go('Backends');
    await admin.page.getByRole('button', { name: 'Export now to emby' }).click();
    await button('Show run').click();
    await admin.runEnds();
    expect(await unwatchedOn('emby', PARTLY)).toEqual(['Night Train 1', 'Night Train 3']);
    const { body } = await admin.system.api().get('runs?status=awaiting_approval');
    expect(body).toMatchObject({ paging: { total: 0 } });
    expect(admin.complaints).toEqual([]);
  });
});
