import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Admin, PHONE } from '../admin.js';

const FILM = { type: 'movie', title: 'Harbour Lights', year: 2004, guids: { imdb: 'tt7730001' } } as const;

/** From beginning to end on a telephone. */
describe('a backup and its restore', () => {
  let admin: Admin;
  let folder: string;
  let kept: string;

  beforeAll(async () => {
    admin = await Admin.arrive({ window: PHONE });
    folder = await mkdtemp(join(tmpdir(), 'watchstate-story-'));
    await admin.put([FILM], ['jellyfin'], 1_600_000_000);
    await admin.has('jellyfin');
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(async () => {
    await admin.leave();
    await rm(folder, { recursive: true, force: true });
  });

  const files = () => admin.page.getByRole('button', { name: /^Download .*jellyfin/ });

  it('is made, and the list says nothing was there before', async () => {
    await admin.go('Tools', 'Backups');
    await admin.say('No backups yet');
    await admin.page.getByRole('button', { name: 'Back up now' }).first().click();
    await files().first().waitFor();
  });

  it('is downloaded: a file with what was watched', async () => {
    const arriving = admin.page.waitForEvent('download');
    await files().first().click();
    const download = await arriving;
    kept = join(folder, download.suggestedFilename());
    await download.saveAs(kept);
    expect((await readFile(kept)).subarray(0, 2).toString()).toBe('PK');
  });

  it('is deleted here only after a question', async () => {
    await admin.page.getByRole('button', { name: /^Delete .*jellyfin/ }).click();
    await admin.say(/is deleted from the disk. This cannot be undone./);
    await admin.confirm('Delete backup');
    await admin.say('No backups yet');
  });

  it('is taken in again', async () => {
    await admin.page.getByLabel('Backup file to take in').setInputFiles(kept);
    await admin.say(/was taken in\./);
    await files().first().waitFor();
  });

  it('is restored after a preview, and the server is as it was', async () => {
    await admin.fakes.unplay('jellyfin', { title: FILM.title });
    await admin.fakes.clearRequests('jellyfin');
    await admin.page.getByRole('button', { name: /^Restore to… / }).click();
    await admin.page.getByRole('menuitem', { name: 'Preview a restore to jellyfin' }).click();
    await admin.heading(/Preview of restore/i).waitFor();
    await admin.runEnds();
    await admin.page.getByRole('row', { name: /Harbour Lights/ }).waitFor();
    expect(await admin.fakes.writes('jellyfin')).toEqual([]);

    await admin.page.getByRole('button', { name: 'Apply this restore' }).click();
    await admin.say(/0 items become unwatched on jellyfin, 1 become watched./);
    await admin.confirm('Restore');
    await admin.heading(/^Restore/).waitFor();
    await admin.runEnds();

    expect(await admin.isWatched('jellyfin', { title: FILM.title })).toBe(true);
  });

  it('never made the page wider than the telephone', async () => {
    const overflow = await admin.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    expect(admin.complaints).toEqual([]);
  });
});
