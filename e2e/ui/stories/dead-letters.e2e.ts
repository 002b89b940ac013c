import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../harness/index.js';
import { Admin } from '../admin.js';

const FILMS = ['North Stair', 'South Stair'].map((title, index) => ({
  type: 'movie' as const,
  title,
  year: 2005,
  guids: { imdb: `tt774000${index}` },
}));

describe('writes that a server keeps refusing', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive();
    await admin.put(FILMS, ['plex', 'jellyfin']);
    await admin.has('plex', 'jellyfin');
    await admin.fakes.fault('jellyfin', { match: 'PlayedItems', kind: { status: 403 } });
    for (const { title } of FILMS) await admin.fakes.play('plex', { title });
    await admin.system.api().carryOut('import', 'plex');
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  const watched = (title: string) => admin.isWatched('jellyfin', { title });

  it('are listed, each with its reason', async () => {
    await admin.go('Tools', 'Failed writes');
    await eventually('both are listed', async () => {
      await admin.page.reload();
      await admin.heading('Failed writes').waitFor();
      return (await admin.page.getByRole('button', { name: /^Try .* Stair.* again$/ }).count()) === 2;
    });
  });

  it('are given up one by one', async () => {
    await admin.page.getByRole('button', { name: /^Give South Stair.* up$/ }).click();
    await admin.page
      .getByRole('button', { name: /^Try South Stair.* again$/ })
      .waitFor({ state: 'detached' });
  });

  it('are tried again, and arrive once the server takes them', async () => {
    await admin.fakes.clearFaults('jellyfin');
    await admin.page.getByRole('button', { name: /^Try North Stair.* again$/ }).click();
    await eventually('it is written', () => watched('North Stair'));
    await admin.say('Nothing failed');
    expect(await watched('South Stair')).toBe(false);
    expect(admin.complaints).toEqual([]);
  });
});
