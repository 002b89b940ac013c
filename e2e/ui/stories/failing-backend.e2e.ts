import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Admin } from '../admin.js';

describe('a backend that fails', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive();
    await admin.has('plex', 'jellyfin');
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  it('is down: the run, the card and Home say why, and what to look at', async () => {
    await admin.fakes.fault('jellyfin', { kind: { reset: true } });
    await admin.importFrom('jellyfin');
    await admin.runEnds('Failed');
    const told = await admin.page.getByRole('main').getByRole('alert').innerText();
    expect(told).toMatch(/jellyfin|could not be reached|connection/i);
    expect(told.split('\n').filter(Boolean).length).toBeGreaterThan(1);

    await admin.go('Backends');
    await admin.card('jellyfin').getByText('Failing').waitFor();
    await admin.card('plex').getByText('Healthy').waitFor();
    await admin.go('Home');
    await admin.page
      .getByRole('region', { name: /attention/i })
      .getByRole('link', { name: 'jellyfin' })
      .waitFor();
  });

  it('is asked at once by "Test now", which says the same', async () => {
    await admin.page.goto('/backends/jellyfin/server');
    await admin.page.getByRole('button', { name: 'Test now' }).click();
    await admin.say('Does not answer');
  });

  it('is back: the next import goes through and the card is well again', async () => {
    await admin.fakes.clearFaults('jellyfin');
    await admin.importFrom('jellyfin');
    await admin.runEnds();
    await admin.go('Backends');
    await admin.card('jellyfin').getByText('Healthy').waitFor();
  });

  it('refuses its token: nothing is tried any more, and it is said what to do', async () => {
    await admin.fakes.fault('jellyfin', { kind: { status: 401 } });
    await admin.importFrom('jellyfin');
    await admin.runEnds('Failed');
    await admin.page.getByRole('main').getByRole('alert').getByText(/token/i).first().waitFor();
    await admin.go('Backends');
    await admin.card('jellyfin').getByText(/token/i).first().waitFor();
  });

  it('is linked again with a new token, and works', async () => {
    await admin.card('jellyfin').getByRole('link', { name: 'Edit' }).click();
    await admin.heading('jellyfin').waitFor();
    // The administrator made a new key on the server.
    await admin.fakes.clearFaults('jellyfin');
    await admin.page.getByLabel('New token').fill(admin.fakes.server('jellyfin').adminToken);
    await admin.page.getByRole('button', { name: 'Save changes' }).click();
    await admin.say('jellyfin was saved.');
    await admin.importFrom('jellyfin');
    await admin.runEnds();
    await admin.go('Backends');
    await admin.card('jellyfin').getByText('Healthy').waitFor();
    // The browser names each answer about a server that does not answer.
    expect(admin.complaints.filter((complaint) => !/status of 502/.test(complaint))).toEqual([]);
  });
});
