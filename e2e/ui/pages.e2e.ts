import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../harness/index.js';
import { Admin } from './admin.js';
import { seriousFindings } from './accessibility.js';
import { furnish } from './furnish.js';

/** Kept to be looked at; not committed. */
const SCREENS = join(repository, 'e2e', 'screens');

const LOOKS = [
  { look: 'wide-light', width: 1400, height: 900, colorScheme: 'light' },
  { look: 'wide-dark', width: 1400, height: 900, colorScheme: 'dark' },
  { look: 'narrow-light', width: 360, height: 740, colorScheme: 'light' },
  { look: 'narrow-dark', width: 360, height: 740, colorScheme: 'dark' },
] as const;

const PAGES: Readonly<Record<string, string>> = {
  home: '/',
  backends: '/backends',
  'backend-add': '/backends/add',
  backend: '/backends/jellyfin',
  'backend-server': '/backends/jellyfin/server',
  'backend-search': '/backends/jellyfin/search?q=a',
  'backend-quality': '/backends/jellyfin/quality',
  history: '/history',
  'history-item': '/history/{item}',
  conflicts: '/conflicts',
  'failed-writes': '/failed-writes',
  backups: '/backups',
  settings: '/settings',
  events: '/events',
  logs: '/logs',
  runs: '/runs',
  run: '/runs/{run}',
  tasks: '/tasks',
  deliveries: '/deliveries',
  queues: '/queues',
  delivery: '/deliveries/{delivery}',
  ignore: '/ignore',
  guids: '/guids',
  tokens: '/tokens',
  audit: '/audit',
  about: '/about',
  identities: '/identities',
  'identities-match': '/identities/match',
  parity: '/quality/parity',
  'media-health': '/quality/health',
  'backend-checks': '/quality/backends',
  env: '/env',
  'env-edit': '/env?edit=WS_CRON_IMPORT_AT',
  console: '/console?cmd=state:import%20-v',
  help: '/help',
  'help-one-way': '/help/one-way-sync',
  'help-two-way': '/help/two-way-sync',
  'help-webhooks': '/help/webhooks',
  'help-sub-users': '/help/sub-users',
  'help-decisions': '/help/decisions',
  'help-backups': '/help/backups',
  'help-questions': '/help/questions',
  'not-found': '/nowhere',
};

interface History {
  readonly history: readonly {
    readonly id: number;
    readonly metadata: Readonly<Record<string, { readonly id: string }>>;
  }[];
}

describe('every page, wide and narrow, light and dark', () => {
  let admin: Admin;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    mkdirSync(SCREENS, { recursive: true });
    admin = await Admin.arrive();
    await admin.signUp();
    const api = admin.system.api();
    for (const type of ['plex', 'jellyfin'] as const) {
      await api.addBackend(admin.fakes.backend(type));
      await api.carryOut('import', type);
    }
    ids['run'] = (await api.carryOut('export', 'jellyfin', { dry_run: true })).id;
    const { body } = await api.get('history?perpage=1');
    const [item] = (body as History).history;
    ids['item'] = String(item?.id);
    ids['delivery'] = (await furnish(admin, item?.metadata['jellyfin']?.id ?? '')).delivery;
  });
  afterAll(() => admin.leave());

  /** The page has said what it has to say: nothing is loading, nothing moves. */
  async function settled(page: Page): Promise<void> {
    // By its tag: behind an open dialog the page has no roles.
    await page.locator('h1').first().waitFor();
    const loading = page.getByRole('status').filter({ hasText: /^\s*Loading / });
    await loading.first().waitFor({ state: 'detached' });
  }

  it.each(LOOKS)(
    '$look: fits the screen, and axe finds nothing serious',
    async ({ look, ...options }) => {
      const { width, height, colorScheme } = options;
      const context = await admin.browser.newContext({
        viewport: { width, height },
        colorScheme,
        reducedMotion: 'reduce',
        baseURL: admin.system.url,
        storageState: await admin.page.context().storageState(),
      });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const findings: string[] = [];
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(path.replace(/\{(\w+)\}/, (_, key: string) => ids[key] ?? ''));
        await settled(page);
        await page.screenshot({ path: join(SCREENS, `${name}-${look}.png`), fullPage: true });
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        if (overflow > 0) findings.push(`${name}: ${overflow} px wider than the screen`);
        findings.push(...(await seriousFindings(page)).map((finding) => `${name}: ${finding}`));
      }
      await context.close();
      expect(findings).toEqual([]);
    },
    240_000,
  );

  it('before anybody is in: sign-in, help and the connection settings, and no menu', async () => {
    const context = await admin.browser.newContext({
      baseURL: admin.system.url,
      reducedMotion: 'reduce',
      viewport: { width: 360, height: 740 },
    });
    const page = await context.newPage();
    await page.goto('/backends');
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(await page.getByRole('navigation', { name: 'Main' }).count()).toBe(0);
    await page.screenshot({ path: join(SCREENS, 'sign-in-narrow.png') });
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Configure the connection settings' }).click();
    await page.getByLabel('API Token').waitFor();
    await page.screenshot({ path: join(SCREENS, 'connection-narrow.png') });
    expect(await seriousFindings(page)).toEqual([]);
    await context.close();
  });
});
