import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../harness/index.js';
import { Admin, DARK } from '../admin.js';

const FILMS = [1, 2, 3].map((number) => ({
  type: 'movie' as const,
  title: `Green Ledger ${number}`,
  year: 2003,
  guids: { imdb: `tt772000${number}` },
}));

const LATER = FILMS.slice(1);

/** From beginning to end in the dark theme. */
describe('taking back', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive({ window: DARK });
    for (const film of FILMS)
      for (const type of ['plex', 'jellyfin'] as const) await admin.fakes.add(type, film);
    await admin.has('plex', 'jellyfin');
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  async function open(title: string): Promise<void> {
    await admin.go('History');
    await admin.page.getByRole('searchbox', { name: 'Search' }).fill(title);
    await admin.page.keyboard.press('Enter');
    await admin.page
      .getByRole('table')
      .getByRole('link', { name: new RegExp(title) })
      .click();
    await admin.heading(new RegExp(title)).waitFor();
  }

  const onServer = async (type: 'plex' | 'jellyfin', title: string): Promise<boolean> =>
    (await admin.fakes.state(type, { title })).watched;

  it('is dark', async () => {
    const ground = await admin.page.evaluate<string>(
      'getComputedStyle(document.documentElement).backgroundColor',
    );
    expect(Math.max(...(ground.match(/\d+/g) ?? []).map(Number))).toBeLessThan(40);
  });

  it('a change: the story of the item offers it, and the backends follow', async () => {
    await open('Green Ledger 1');
    await admin.page.getByRole('button', { name: 'Mark as watched' }).click();
    await eventually('plex is told', () => onServer('plex', 'Green Ledger 1'));
    const story = admin.page.getByRole('list', { name: 'Story, the newest first' });

    await story.getByRole('button', { name: 'Take back' }).first().click();
    await admin.confirm('Undo change');

    await admin.page.getByRole('button', { name: 'Mark as watched' }).waitFor();
    await eventually('plex is told again', async () => !(await onServer('plex', 'Green Ledger 1')));
  });

  it('a run: first shown, then done, and every server has its old state again', async () => {
    for (const { title } of LATER) await admin.fakes.play('jellyfin', { title });
    await admin.go('Backends');
    await admin.page.getByRole('button', { name: 'Import now from jellyfin' }).click();
    await admin.page.getByRole('button', { name: 'Show run' }).click();
    await admin.runEnds();
    for (const { title } of LATER) await eventually(`plex has ${title}`, () => onServer('plex', title));

    await admin.page.getByRole('button', { name: 'Preview undo' }).click();
    await admin.heading(/Preview of undo/i).waitFor();
    await admin.runEnds();
    for (const { title } of LATER) await admin.page.getByRole('row', { name: new RegExp(title) }).waitFor();
    expect(await onServer('jellyfin', 'Green Ledger 2')).toBe(true);
    await admin.page.getByRole('button', { name: 'Undo for real' }).click();
    await admin.heading(/^Undo/).waitFor();
    await admin.runEnds();

    for (const type of ['plex', 'jellyfin'] as const)
      for (const { title } of LATER)
        await eventually(`${title} is unwatched on ${type}`, async () => !(await onServer(type, title)));
    expect(admin.complaints).toEqual([]);
  });
});
