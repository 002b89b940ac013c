import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Admin } from '../admin.js';

const MOVIES = 20_000;
const EPISODES = 80_000;
/** What a page with fifty rows may hold at most; the number of titles must not show in it. */
const MOST_NODES = 2_500;

/** By counts, not by time: what a page asks for and holds does not grow with the library. */
describe('100,000 titles in the history', () => {
  let admin: Admin;
  let asked: string[] = [];

  beforeAll(async () => {
    admin = await Admin.arrive({ library: 'none' });
    await admin.fakes.addMany('emby', 'movie', MOVIES);
    await admin.fakes.addMany('emby', 'episode', EPISODES);
    const api = admin.system.api();
    await api.addBackend(admin.fakes.backend('emby'));
    await api.finished(await api.startRun('import', 'emby'), 150_000);
    await admin.signUp();
    admin.page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname === '/v1/api/history') asked.push(search);
    });
  });
  afterEach(({ task }) => admin.showFailure(task));
  afterAll(() => admin.leave());

  const rows = (): Locator => admin.page.getByRole('table').locator('tbody tr');
  const first = (): Locator => rows().first().getByRole('link').first();
  const nodes = (): Promise<number> => admin.page.evaluate<number>('document.querySelectorAll("*").length');
  const order = (name: string, by: string): Promise<unknown> =>
    admin.page.getByRole('combobox', { name, exact: true }).selectOption({ label: by });

  /** Does something, and waits for the rows it must bring; gives how often the server was asked for a page. */
  async function turn(act: () => Promise<unknown>, range: string, count = 50): Promise<number> {
    asked = [];
    await act();
    await admin.say(range);
    await admin.page.locator('app-history-table[aria-busy=false]').waitFor();
    expect(await rows().count()).toBe(count);
    expect(await nodes()).toBeLessThan(MOST_NODES * (count > 50 ? count / 50 : 1));
    return asked.length;
  }

  it('show their first page, and hold no more than it', async () => {
    // Home has readings of its own.
    await admin.go('Env');
    await admin.say('WS_TZ');
    expect(await turn(() => admin.go('History'), '1–50 of 100,000 items')).toBe(1);
  });

  it('are sorted by the server', async () => {
    expect(await turn(() => order('Order', 'Title A–Z'), '1–50 of 100,000 items')).toBe(1);
    expect(await first().innerText()).toBe('Reel 000000');
  });

  it('are turned to their last page', async () => {
    const last = admin.page.getByRole('link', { name: 'Last page' });
    expect(await turn(() => last.click(), '99,951–100,000 of 100,000 items')).toBe(1);
    expect(await first().innerText()).toMatch(/^Serial 000799/);
  });

  it('are filtered and searched', async () => {
    expect(await turn(() => order('Type', 'Movies'), '1–50 of 20,000 items')).toBe(1);
    const words = admin.page.getByRole('searchbox', { name: 'Search' });
    const search = async (): Promise<void> => {
      await words.fill('Reel 0199');
      await words.press('Enter');
    };
    expect(await turn(search, '1–50 of 100 items')).toBe(1);
    expect(await turn(() => order('Per page', '100'), '1–100 of 100 items', 100)).toBe(1);
  });

  it('are chosen by the page or all at once, which costs no row more', async () => {
    await turn(() => admin.page.goto('/history'), '1–50 of 100,000 items');
    const bar = admin.page.getByRole('region', { name: 'Chosen items' });
    await admin.page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
    await bar.getByText('50 chosen').waitFor();
    await bar.getByRole('button', { name: 'Choose all 100,000 that match' }).click();
    await bar.getByText('100,000 chosen').waitFor();
    expect(await rows().count()).toBe(50);
    expect(await rows().getByRole('checkbox', { checked: true }).count()).toBe(50);
    expect(await nodes()).toBeLessThan(MOST_NODES);
  });

  it('are marked by one order, which is one run', async () => {
    await turn(() => admin.page.goto('/history?q=Serial%20000001'), '1–50 of 100 items');
    await admin.page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
    await admin.page.getByRole('button', { name: 'Choose all 100 that match' }).click();
    await admin.page
      .getByRole('region', { name: 'Chosen items' })
      .getByRole('button', { name: 'Watched', exact: true })
      .click();
    await admin.confirm('Mark as watched');
    await admin.say('100 items were marked as watched.');
    await turn(() => order('State', 'Watched'), '1–50 of 100 items');
    expect(admin.complaints).toEqual([]);
  });
});
