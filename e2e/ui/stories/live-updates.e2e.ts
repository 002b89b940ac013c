import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Admin } from '../admin.js';

/** What the browser says of an API that was killed. */
const CUT_OFF = /ERR_(CONNECTION|INCOMPLETE|EMPTY)|status of 50\d/;

describe('live updates', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive();
    await admin.has('plex');
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  const interrupted = () => admin.page.getByText('Live updates are interrupted');
  const newest = () => admin.page.getByRole('table').getByRole('row').nth(1);

  it('bring new rows and the end of a run without a reload', async () => {
    await admin.go('Runs');
    await newest().getByRole('link', { name: 'Export to plex' }).waitFor();
    await admin.system.api().startRun('export', 'plex', { dry_run: true });
    await newest().getByRole('link', { name: 'Preview of export to plex' }).waitFor();
    await newest().getByText('Succeeded').waitFor();
  });

  it('say so when the connection is lost; what was read stays', async () => {
    // Looked for from before: a quick restart heals it within moments.
    await Promise.all([interrupted().waitFor(), admin.system.crash('api')]);
    await newest().getByText('Succeeded').waitFor();
  });

  it('heal by themselves, and tell what happened in the meantime', async () => {
    await admin.system.ready('api');
    const run = await admin.system.api().carryOut('import', 'plex');
    await newest().getByRole('link', { name: 'Import from plex' }).waitFor();
    expect(await newest().getByRole('link').first().getAttribute('href')).toBe(`/runs/${run.id}`);
    await interrupted().waitFor({ state: 'detached', timeout: 40_000 });
    await admin.system.api().startRun('export', 'plex', { dry_run: true });
    await newest().getByRole('link', { name: 'Preview of export to plex' }).waitFor();
  });

  it('reach every tab, whichever API process it speaks with', async () => {
    const replica = await admin.system.replica();
    const there = await admin.anotherTab();
    await there.goto(`${replica.url}/runs`);
    const newestThere = there.getByRole('table').getByRole('row').nth(1);
    await newestThere.getByRole('link', { name: 'Preview of export to plex' }).waitFor();

    await admin.importFrom('plex');
    await newestThere.getByRole('link', { name: 'Import from plex' }).waitFor();
    await newestThere.getByText('Succeeded').waitFor();

    await admin.page.goto('/history?watched=0&type=movie');
    const address = await admin.page.getByRole('table').getByRole('link').first().getAttribute('href');
    await there.goto(`${replica.url}${address}`);
    await there.getByRole('button', { name: 'Mark as watched' }).click();
    await admin.page.getByRole('button', { name: 'Show new changes' }).click();
    await admin.page.locator(`table a[href="${address}"]`).waitFor({ state: 'detached' });
    await there.close();
    await replica.stop();
    expect(admin.complaints.filter((complaint) => !CUT_OFF.test(complaint))).toEqual([]);
  });
});
