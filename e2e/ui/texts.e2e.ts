import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, Admin } from './admin.js';
import { bareTexts, ToldByApi } from './pages/bare-texts.js';
import { furnish, type Ids } from './pages/furnish.js';
import { fill, PLACES } from './pages/places.js';
import { buildPseudoLocale, pseudo } from './pages/pseudo-locale.js';

describe('in another language', () => {
  let admin: Admin;
  let ids: Ids;
  let page: Page;
  let data: ToldByApi;

  beforeAll(async () => {
    admin = await Admin.arrive({ env: { WS_UI_PATH: await buildPseudoLocale() } });
    page = admin.page;
    data = new ToldByApi();
    await data.listen(page);
    for (const action of ['signup', 'login']) {
      await page.request.post(`/v1/api/system/auth/${action}`, { data: ACCOUNT });
    }
    ids = await furnish(admin);
  });
  afterAll(async () => {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await admin.leave();
  });

  it('the browser is told which', async () => {
    await page.goto('/');
    expect(await page.locator('html').getAttribute('lang')).toBe('en-XA');
    await page.getByRole('heading', { level: 1, name: pseudo('Home') }).waitFor();
  });

  it.each(PLACES)('$name shows no text that was left behind', async ({ path }) => {
    await page.goto(fill(path, ids));
    await page.getByRole('button', { name: pseudo('Account'), includeHidden: true }).waitFor();
    await page.locator('h1').first().waitFor();
    await page.locator('app-loading-note').first().waitFor({ state: 'detached' });
    expect(await bareTexts(page, data)).toEqual([]);
  });

  it('a text that was left behind would be found', async () => {
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate("document.querySelector('h1').append(' and a forgotten word')");
    expect(await bareTexts(page, data)).toEqual(['and a forgotten word']);
  });
});
