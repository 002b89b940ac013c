import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../harness/index.js';
import { Admin, DARK } from '../admin.js';

const FILMS = [1, 2, 3].map((number) => ({
  type: 'movie' as const,
  title: `Green Ledger ${number}`,
  year: 2003,
  guids: { imdb: `tt772000${number}` },
}));

const FIRST = { title: 'Green Ledger 1' };
const LATER = FILMS.slice(1);

/** From beginning to end in the dark theme. */
describe('taking back', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive({ window: DARK });
    await admin.put(FILMS, ['plex', 'jellyfin']);
    await admin.has('plex', 'jellyfin');
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  it('is dark', async () => {
    const ground = await admin.page.evaluate<string>(
      'getComputedStyle(document.documentElement).backgroundColor',
    );
    expect(Math.max(...(ground.match(/\d+/g) ?? []).map(Number))).toBeLessThan(40);
  });

  it('a change: the story of the item offers it, and the backends follow', async () => {
    await admin.open('Green Ledger 1');
    await admin.page.getByRole('button', { name: 'Mark as watched' }).click();
    await eventually('plex is told', () => admin.isWatched('plex', FIRST));
    const story = admin.page.getByRole('list', { name: 'Story, the newest first' });

    await story.getByRole('button', { name: 'Take back' }).first().click();
    await admin.confirm('Undo change');

    await admin.page.getByRole('button', { name: 'Mark as watched' }).waitFor();
    await eventually('plex is told again', async () => !(await admin.isWatched('plex', FIRST)));
  });

  it('a run: first shown, then done, and every server has its old state again', async () => {
    for (const { title } of LATER) await admin.fakes.play('jellyfin', { title });
    await admin.importFrom('jellyfin');
    await admin.runEnds();
    for (const { title } of LATER)
      await eventually(`plex has ${title}`, () => admin.isWatched('plex', { title }));

    await admin.page.getByRole('button', { name: 'Preview undo' }).click();
    await admin.heading(/Preview of undo/i).waitFor();
    await admin.runEnds();
    for (const { title } of LATER) await admin.page.getByRole('row', { name: new RegExp(title) }).waitFor();
    expect(await admin.isWatched('jellyfin', { title: 'Green Ledger 2' })).toBe(true);
    await admin.page.getByRole('button', { name: 'Undo for real' }).click();
    await admin.heading(/^Undo/).waitFor();
    await admin.runEnds();

    for (const type of ['plex', 'jellyfin'] as const)
      for (const { title } of LATER)
        await eventually(
          `${title} is unwatched on ${type}`,
          async () => !(await admin.isWatched(type, { title })),
        );
    expect(admin.complaints).toEqual([]);
  });
});
