import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { repository } from '../../harness/index.js';

/** Kept to be looked at; not committed. */
const SCREENS = join(repository, 'e2e', 'screens');

export const LOOKS = [
  { look: 'wide-light', width: 1440, height: 900, colorScheme: 'light' },
  { look: 'wide-dark', width: 1440, height: 900, colorScheme: 'dark' },
  { look: 'narrow-dark', width: 360, height: 740, colorScheme: 'dark' },
  { look: 'narrow-light', width: 360, height: 740, colorScheme: 'light' },
] as const;
export type Look = (typeof LOOKS)[number];

export async function wear(page: Page, { width, height, colorScheme }: Look): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
}

/** A new window, signed in as the given page is, in which nothing moves. */
export async function openWindow(browser: Browser, signedIn: Page): Promise<Page> {
  const [width, height] = [1440, 900];
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: 'reduce',
    baseURL: new URL(signedIn.url()).origin,
    storageState: await signedIn.context().storageState(),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
}

/** The page has said what it has to say: nothing is loading. */
export async function settled(page: Page): Promise<void> {
  // By its tag: behind an open dialog the page has no roles.
  await page.locator('h1').first().waitFor();
  const loading = page.getByRole('status').filter({ hasText: /^\s*Loading / });
  await loading.first().waitFor({ state: 'detached' });
}

export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
