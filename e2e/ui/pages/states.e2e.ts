import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../harness/index.js';
import { Admin } from '../admin.js';
import { seriousFindings } from './accessibility.js';
import { furnish, type Ids } from './furnish.js';
import { openWindow, settled, takePicture } from './looks.js';
import { fill, PLACES } from './places.js';

/** Pages that read nothing of their own; what they show is always there. */
const WITHOUT_DATA = /^(help|not-found|backend-add|settings|console)/;
const WITH_DATA = PLACES.filter(({ name }) => !WITHOUT_DATA.test(name));
/** How far everything on a page may jump while it is filled (web.dev calls 0.1 good). */
const MOST_SHIFT = 0.1;
const FAILURE = { error: { code: 503, key: 'not-ready', message: 'The store is being repaired.' } };

/** What the API does with the reads of a page. Who is signed in, and the stream, are no reads of a page. */
type Api = 'answers' | 'is silent' | 'fails';

describe('every page with data', () => {
  let admin: Admin;
  let ids: Ids;
  let page: Page;
  let api: Api = 'answers';
  let waiting: (() => void)[] = [];

  async function meet(route: Route): Promise<void> {
    const isRead = route.request().method() === 'GET';
    if (isRead && api === 'is silent') await new Promise<void>((resolve) => waiting.push(resolve));
    if (isRead && api === 'fails') await route.fulfill({ status: 503, json: FAILURE });
    else await route.continue().catch(() => undefined);
  }

  /** The API finds its voice again, and everything that was asked is answered. */
  function answer(): void {
    api = 'answers';
    for (const go of waiting.splice(0)) go();
  }

  beforeAll(async () => {
    admin = await Admin.arrive();
    await admin.signUp();
    ids = await furnish(admin);
    page = await openWindow(admin.browser, admin.page);
    await page.route(/\/v1\/api\/(?!system\/auth\/|live)/, meet);
    await page.addInitScript(
      `window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        if (!entry.hadRecentInput) window.shift += entry.value; })).observe({ type: 'layout-shift', buffered: true });`,
    );
  });
  afterAll(async () => {
    answer();
    waiting = [];
    await admin.leave();
  });

  it.each(WITH_DATA)(
    '$name: a skeleton while it loads, and nothing jumps when it is filled',
    async (place) => {
      api = 'is silent';
      await page.goto(fill(place.path, ids));
      const loading = page.getByRole('status').filter({ hasText: /^\s*Loading / });
      await loading.first().waitFor({ state: 'attached' });
      await takePicture(page, `state-loading-${place.name}`);
      answer();
      await settled(page);
      expect(await page.evaluate<number>('window.shift')).toBeLessThan(MOST_SHIFT);
    },
  );

  it.each(WITH_DATA)('$name: why it failed, and that it can be tried again', async (place) => {
    api = 'fails';
    await page.goto(fill(place.path, ids));
    const failure = page.getByRole('alert').filter({ hasText: 'could not be loaded.' });
    await failure.first().waitFor();
    await failure.filter({ hasText: 'The store is being repaired.' }).first().waitFor();
    await takePicture(page, `state-failed-${place.name}`);
    answer();
    // A page with several readings may show another failure while one is tried again.
    await eventually('everything is read', async () => {
      if ((await failure.count()) === 0) return true;
      const again = failure.first().getByRole('button', { name: 'Try again' });
      await again.click({ timeout: 1_000 }).catch(() => undefined);
      return false;
    });
  });
});

describe('what is shown while nobody answers', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive();
    await admin.signUp();
    await admin.has('plex');
  });
  afterAll(() => admin.leave());

  it('stays, is marked as old, and is read anew by itself once somebody answers', async () => {
    const { page } = admin;
    await page.goto('/history');
    await settled(page);
    const silence = (route: Route) => route.abort();
    const lost = page.getByRole('alert').filter({ hasText: 'WatchState does not answer.' });

    await page.route(/\/v1\/api\//, silence);
    await page.getByLabel('State', { exact: true }).selectOption('Watched');
    await lost.waitFor();
    await page.getByRole('alert').filter({ hasText: 'What you see here was read' }).waitFor();
    expect(await page.getByRole('row').count()).toBeGreaterThan(10);
    await takePicture(page, 'state-stale-history');
    expect(await seriousFindings(page)).toEqual([]);

    await page.unroute(/\/v1\/api\//, silence);
    await lost.getByRole('button', { name: 'Try again' }).click();
    await lost.waitFor({ state: 'detached' });
    await page.getByRole('alert').first().waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: 'Unwatched' }).first().waitFor({ state: 'detached' });
  });
});

/** What a new installation says on each page, and what can be done about it. */
const EMPTY: readonly (readonly [path: string, words: string, next: string])[] = [
  ['/', 'Welcome to WatchState', 'Add a backend'],
  ['/backends', 'No backends yet', 'Add a backend'],
  ['/history', 'The history is empty', 'Go to Backends'],
  ['/runs', 'Nothing has run yet', 'Go to Backends'],
  ['/backups', 'No backups yet', 'Back up now'],
  ['/playlists', 'No backends yet', 'Add Backend'],
  ['/identities', 'Only one person so far', 'Match and provision'],
  ['/identities/match', 'No backends yet', 'Add Backend'],
];

describe('every page of a new installation', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = await Admin.arrive();
    await admin.signUp();
  });
  afterAll(() => admin.leave());

  it.each(EMPTY)('%s says "%s" and what comes next: %s', async (path, words, next) => {
    await admin.page.goto(path);
    await settled(admin.page);
    await takePicture(admin.page, `state-empty-${path.slice(1).replaceAll('/', '-') || 'home'}`);
    const main = admin.page.getByRole('main');
    await main.getByText(words).first().waitFor();
    await main
      .getByRole('link', { name: next })
      .or(main.getByRole('button', { name: next }))
      .first()
      .waitFor();
  });

  it.each(PLACES.filter(({ path }) => !path.includes('{') && !path.includes('jellyfin')))(
    '$name is never blank and never a failure',
    async ({ name, path }) => {
      await admin.page.goto(path);
      await settled(admin.page);
      await takePicture(admin.page, `state-empty-${name}`);
      expect(await admin.page.getByText('could not be loaded.').count()).toBe(0);
      expect((await admin.page.locator('main').innerText()).length).toBeGreaterThan(30);
    },
  );
});
