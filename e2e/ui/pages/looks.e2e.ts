import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Admin } from '../admin.js';
import { seriousFindings } from './accessibility.js';
import { furnish, type Ids } from './furnish.js';
import { LOOKS, openWindow, overflowOf, settled, takePicture, wear } from './looks.js';
import { fill, isShownBy, PLACES } from './places.js';
import { routePatterns } from './routes.js';

describe('every page, wide and narrow, light and dark', () => {
  let admin: Admin;
  let ids: Ids;
  let page: Page;

  beforeAll(async () => {
    admin = await Admin.arrive();
    await admin.signUp();
    ids = await furnish(admin);
    page = await openWindow(admin.browser, admin.page);
  });
  afterAll(() => admin.leave());

  it('knows every address that the web interface has', () => {
    const elsewhere = ['/auth'];
    const unseen = routePatterns().filter(
      (pattern) =>
        pattern !== '/**' &&
        !elsewhere.includes(pattern) &&
        !PLACES.some(({ path }) => isShownBy(pattern, path)),
    );
    expect(routePatterns().length).toBeGreaterThan(30);
    expect(unseen).toEqual([]);
  });

  it.each(PLACES)('$name fits the screen, and axe finds nothing serious', async ({ name, path }) => {
    await page.goto(fill(path, ids));
    const findings: string[] = [];
    for (const look of LOOKS) {
      await wear(page, look);
      await settled(page);
      await takePicture(page, `${name}-${look.look}`);
      if ((await page.getByText('could not be loaded.').count()) > 0) findings.push('it could not be loaded');
      const overflow = await overflowOf(page);
      if (overflow > 0) findings.push(`${look.look}: ${overflow} px wider than the screen`);
      findings.push(...(await seriousFindings(page)).map((finding) => `${look.look}: ${finding}`));
    }
    expect(findings).toEqual([]);
  });

  it('before anybody is in: sign-in, help and the connection settings, and no menu', async () => {
    const context = await admin.browser.newContext({
      baseURL: admin.system.url,
      reducedMotion: 'reduce',
      viewport: { width: 360, height: 740 },
    });
    const stranger = await context.newPage();
    await stranger.goto('/backends');
    await stranger.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(await stranger.getByRole('navigation', { name: 'Main' }).count()).toBe(0);
    await takePicture(stranger, 'sign-in-narrow');
    expect(await seriousFindings(stranger)).toEqual([]);
    await stranger.getByRole('button', { name: 'Configure the connection settings' }).click();
    await stranger.getByLabel('API Token').waitFor();
    await takePicture(stranger, 'connection-narrow');
    expect(await seriousFindings(stranger)).toEqual([]);
    await context.close();
  });
});
