import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Admin } from '../admin.js';

describe('the people on the servers', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive();
    // Only the key of a server's owner may see the others and get their tokens.
    for (const type of ['plex', 'jellyfin', 'emby'] as const) {
      const token = admin.fakes.server(type).adminToken;
      await admin.system.api().addBackend({ ...admin.fakes.backend(type), token });
    }
    await admin.signUp();
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  const person = (name: string): Locator => admin.page.getByRole('region', { name, exact: true });
  const accounts = (of: Locator): Locator => of.getByRole('button', { name: /^Move / });

  /** As a hand does it: press, move a little so that it is a drag, go there, let go. */
  async function drag(what: Locator, where: Locator): Promise<void> {
    const [from, to] = [await what.boundingBox(), await where.boundingBox()];
    if (!from || !to) throw new Error('what is dragged, or its goal, is not on the screen');
    const { mouse } = admin.page;
    await mouse.move(from.x + 60, from.y + from.height / 2);
    await mouse.down();
    await mouse.move(from.x + 75, from.y + from.height / 2 + 10, { steps: 3 });
    await mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
    await mouse.up();
  }

  it('are found and matched by name', async () => {
    await admin.go('Tools', 'Sub-users');
    await admin.say('Only one person so far');
    await admin.page.getByRole('link', { name: 'Match and provision' }).first().click();
    await person('Person sam').waitFor();
    expect(await accounts(person('Person sam')).count()).toBe(3);
  });

  it('are moved by drag and drop', async () => {
    const row = person('Person sam').locator('app-member-row').filter({ hasText: 'emby' });
    await drag(row, person('Left out'));
    await accounts(person('Left out')).waitFor();
    expect(await accounts(person('Person sam')).count()).toBe(2);
  });

  it('are moved by the keyboard', async () => {
    const move = accounts(person('Left out'));
    await move.focus();
    await move.press('Enter');
    await admin.page.getByRole('menuitem', { name: 'to sam' }).waitFor();
    await admin.page.keyboard.press('Enter');
    await accounts(person('Person sam')).nth(2).waitFor();
    await person('Left out').getByText('Nobody.').waitFor();
  });

  it('are previewed, and made only then', async () => {
    await admin.page.getByRole('button', { name: 'Preview', exact: true }).click();
    await admin.page
      .getByRole('group', { name: 'Preview' })
      .getByText(/sam with .*plex/)
      .waitFor();
    expect((await admin.system.api().get('identities')).body).toMatchObject({ identities: [{}] });

    await admin.page.getByRole('button', { name: 'Create these identities' }).click();

    await admin.say('One identity is ready.');
    await admin.page.getByRole('link', { name: 'Show identities' }).click();
    await admin.page.getByRole('row', { name: /^sam .*plex.*jellyfin.*emby|^sam .*emby/ }).waitFor();
  });

  it('have pages of their own', async () => {
    await admin.page.getByRole('button', { name: 'Show the pages of sam' }).click();
    await admin.go('Backends');
    for (const name of ['plex', 'jellyfin', 'emby'])
      await admin.card(name).getByText(/sam/).first().waitFor();
    await admin.importFrom('plex');
    await admin.runEnds();
    await admin.go('History');
    await admin.say(/1–\d+ of /);
    expect(admin.complaints).toEqual([]);
  });
});
