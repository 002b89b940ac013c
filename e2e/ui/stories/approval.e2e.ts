import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Admin } from '../admin.js';

const films = (name: string, id: string) =>
  Array.from({ length: 30 }, (_, index) => ({
    type: 'movie' as const,
    title: `${name} ${index + 1}`,
    year: 2001,
    guids: { imdb: `tt77${id}${String(index).padStart(2, '0')}` },
  }));
/** Nobody meant to unmark these; somebody did mean those. */
const KEPT = films('Evening Train', '100');
const GONE = films('Morning Train', '101');

describe('a run that would turn many items unwatched', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive();
    const { fakes } = admin;
    for (const film of [...KEPT, ...GONE]) {
      for (const type of ['plex', 'jellyfin'] as const) {
        await fakes.add(type, film);
        await fakes.play(type, { title: film.title, at: 1_600_000_000 });
      }
    }
    await admin.has('plex', 'jellyfin');
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  const watchedOnJellyfin = async (some: typeof KEPT): Promise<number> => {
    const states = await Promise.all(some.map(({ title }) => admin.fakes.state('jellyfin', { title })));
    return states.filter(({ watched }) => watched).length;
  };

  /** The run that Home points at, with its plan. */
  async function openFromHome(run: RegExp, title: string): Promise<void> {
    await admin.go('Home');
    await admin.say('30 items would become unwatched.');
    await admin.page.getByRole('link', { name: run }).first().click();
    await admin.runEnds('Waiting for approval');
    await admin.say('This run waits for you. Nothing has been written yet.');
    await admin.say(/It would mark 30 items/);
    const told = await admin.page.getByRole('region', { name: 'This run waits for you.' }).innerText();
    expect(told.replace(/\s+/g, ' ')).toMatch(
      /It would mark 30 items as unwatched (in the history|on jellyfin)\./,
    );
    await admin.page.getByRole('row', { name: new RegExp(`${title} 7 `) }).waitFor();
  }

  async function unmark(some: typeof KEPT): Promise<void> {
    for (const { title } of some) await admin.fakes.unplay('plex', { title });
    await admin.go('Backends');
    await admin.page.getByRole('button', { name: 'Import now from plex' }).click();
    await admin.page.getByRole('button', { name: 'Show run' }).click();
    await admin.runEnds('Waiting for approval');
  }

  async function approve(): Promise<void> {
    await admin.page.getByRole('button', { name: 'Approve', exact: true }).click();
    await admin.say('The run was approved and continues.');
    await admin.runEnds();
  }

  it('waits, is found from Home with its plan, and is rejected: nothing was changed', async () => {
    await unmark(KEPT);
    await openFromHome(/Import from plex/, 'Evening Train');

    await admin.page.getByRole('button', { name: 'Reject', exact: true }).click();

    await admin.say('The run was rejected; nothing was written.');
    await admin.go('History');
    await admin.page.goto('/history?q=Evening%20Train&watched=1');
    await admin.say('1–30 of 30 items');
    expect(await watchedOnJellyfin(KEPT)).toBe(30);
  });

  it('is carried out once it is approved; what was rejected before stays', async () => {
    await unmark(GONE);
    await openFromHome(/Import from plex/, 'Morning Train');

    await approve();
    // Nothing was said of Jellyfin yet: it is another plan.
    expect(await watchedOnJellyfin(GONE)).toBe(30);
    await openFromHome(/to jellyfin/, 'Morning Train');
    await approve();

    expect(await watchedOnJellyfin(GONE)).toBe(0);
    expect(await watchedOnJellyfin(KEPT)).toBe(30);
    expect(admin.complaints).toEqual([]);
  });
});
