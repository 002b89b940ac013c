import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { join } from 'node:path';
import type { FakeTitle } from '#libs/testing';
import {
  complaintsOf,
  Fakes,
  type ItemName,
  openBrowser,
  repository,
  RunningSystem,
  type ServerType,
} from '../harness/index.js';

const NAMES = { plex: 'Plex', jellyfin: 'Jellyfin', emby: 'Emby' } as const;
export const ACCOUNT = { username: 'ada', password: 'a lighthouse' } as const;

/** The questions of the last step of the wizard, word by word, and how a person answers them. */
export type Answers = Readonly<Record<string, boolean>>;

interface Arrival {
  readonly env?: Readonly<Record<string, string>>;
  /** How the window is, unless wide and light. */
  readonly window?: BrowserContextOptions;
  /** What lies on the servers, unless the titles of the demo. */
  readonly library?: 'demo' | 'none';
}

const TIMEOUT_MS = Number(process.env['STORY_TIMEOUT'] ?? 30_000);

export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
};
export const DARK: BrowserContextOptions = { colorScheme: 'dark' };

/** A family's administrator in front of a real browser, over the real system and the fake media servers. */
export class Admin {
  private constructor(
    readonly fakes: Fakes,
    readonly system: RunningSystem,
    readonly browser: Browser,
    readonly page: Page,
    /** What the browser complained about. */
    readonly complaints: readonly string[],
  ) {}

  static async arrive({ env = {}, window = {}, library = 'demo' }: Arrival = {}): Promise<Admin> {
    const fakes = await Fakes.start(library);
    const system = await RunningSystem.start({ env: { ...fakes.env, ...env } });
    const browser = await openBrowser();
    const wide = { width: 1280, height: 850 };
    const context = await browser.newContext({ viewport: wide, baseURL: system.url, ...window });
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    return new Admin(fakes, system, browser, page, complaintsOf(page));
  }

  async leave(): Promise<void> {
    await this.browser.close();
    await this.system.dispose();
    await this.fakes.stop();
  }

  /** What the person saw when a story went wrong. */
  async showFailure({
    name,
    result,
  }: {
    readonly name: string;
    readonly result?: { readonly state: string } | undefined;
  }): Promise<void> {
    if (result?.state !== 'fail') return;
    const file = `failed-${name.replace(/\W+/g, '-').slice(0, 60)}.png`;
    await this.page.screenshot({ path: join(repository, 'e2e', 'screens', file) });
  }

  /** Of the same browser, so that whoever is in here is in there. */
  async anotherTab(): Promise<Page> {
    const page = await this.page.context().newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    return page;
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  card(backend: string): Locator {
    return this.page.getByRole('article', { name: backend });
  }

  async signUp(): Promise<void> {
    await this.page.goto('/');
    await this.page.getByLabel('Username').fill(ACCOUNT.username);
    await this.page.getByLabel('Password', { exact: true }).fill(ACCOUNT.password);
    await this.page.getByRole('button', { name: 'Create account' }).click();
    await this.heading('Home').waitFor();
  }

  async signIn(password: string = ACCOUNT.password): Promise<void> {
    await this.page.getByLabel('Username').fill(ACCOUNT.username);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    // Answered, so that another try is another one.
    await Promise.all([
      this.page.waitForResponse(/auth\/login$/),
      this.page.getByRole('button', { name: 'Sign in' }).click(),
    ]);
  }

  async signOut(): Promise<void> {
    await this.choose('Account', 'Sign out');
    await this.heading('Sign in').waitFor();
  }

  /** Puts titles on servers; those with a time were watched then. */
  async put(titles: readonly FakeTitle[], types: readonly ServerType[], watchedAt?: number): Promise<void> {
    for (const title of titles) {
      for (const type of types) {
        const { id } = await this.fakes.add(type, title);
        if (watchedAt !== undefined) await this.fakes.play(type, { id, at: watchedAt });
      }
    }
  }

  async isWatched(type: ServerType, item: ItemName): Promise<boolean> {
    return (await this.fakes.state(type, item)).watched;
  }

  /** What a person has from before: backends that are imported and in step, added behind the pages. */
  async has(...types: readonly ServerType[]): Promise<void> {
    const api = this.system.api();
    for (const type of types) {
      await api.addBackend(this.fakes.backend(type));
      await api.carryOut('import', type);
    }
    for (const type of types) await api.carryOut('export', type);
  }

  /** Through the menu, as a person goes: `Tools` first, when the page stands below it. */
  async go(...words: readonly [string] | readonly [string, string]): Promise<void> {
    const drawer = this.page.getByRole('button', { name: 'Open navigation' });
    if (await drawer.isVisible()) await drawer.click();
    const menu = this.page.getByRole('navigation', { name: 'Main' });
    const [first, second] = words;
    const group = menu.getByRole('button', { name: first, exact: true });
    if (second !== undefined && (await group.getAttribute('aria-expanded')) !== 'true') await group.click();
    await menu
      .getByRole('link', { name: second ?? first, exact: true })
      .first()
      .click();
    await this.page
      .locator('nav [aria-current=page]', { hasText: second ?? first })
      .first()
      .waitFor({ state: 'attached' });
  }

  /** Starts an import on the card of a backend, and looks at it. */
  async importFrom(backend: string): Promise<void> {
    await this.go('Backends');
    await this.page.getByRole('button', { name: `Import now from ${backend}` }).click();
    await this.page.getByRole('button', { name: 'Show run' }).click();
    await this.heading(`Import from ${backend}`).waitFor();
  }

  /** Finds an item by its title in the history, and opens its page. */
  async open(title: string): Promise<void> {
    await this.go('History');
    await this.page.getByRole('searchbox', { name: 'Search' }).fill(title);
    await this.page.keyboard.press('Enter');
    await this.page
      .getByRole('table')
      .getByRole('link', { name: new RegExp(title) })
      .click();
    await this.heading(new RegExp(title)).waitFor();
  }

  /** The wizard up to its last step. */
  async addServer(type: ServerType, name: string = type): Promise<void> {
    const { url, token } = this.fakes.backend(type);
    await this.page.goto('/backends');
    await this.page.getByRole('link', { name: 'Add Backend' }).click();
    await this.page.getByRole('radio', { name: NAMES[type] }).check();
    await this.page.getByLabel('Token', { exact: true }).fill(token);
    await this.next();
    await this.page.getByLabel('Address').fill(url);
    await this.next();
    await this.page.getByRole('radio', { name: /alex/ }).check();
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.next();
  }

  /** The last step: every named question is answered, then the backend is added. */
  async answer(answers: Answers): Promise<void> {
    for (const [question, isYes] of Object.entries(answers)) await this.turn(question, isYes);
    await this.page.getByRole('button', { name: 'Add Backend' }).click();
    await this.heading('Backends').waitFor();
  }

  /** Moves a slider, if it does not stand there already. */
  async turn(name: string, isOn: boolean): Promise<void> {
    const slider = this.page.getByRole('switch', { name, exact: true });
    await slider.waitFor();
    if ((await slider.isChecked()) !== isOn) await slider.click();
    await this.page.getByRole('switch', { name, exact: true, checked: isOn }).waitFor();
  }

  async next(): Promise<void> {
    await this.page.getByRole('button', { name: 'Next Step' }).click();
  }

  /** The run whose page is shown has come to its end. */
  async runEnds(how = 'Succeeded'): Promise<void> {
    await this.page.getByRole('status').filter({ hasText: how }).first().waitFor({ timeout: 60_000 });
  }

  /** Chooses from the menu that a button opens. */
  async choose(button: string, entry: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: button }).click();
    await this.page.getByRole('menuitem', { name: entry }).click();
  }

  /** The answer to a question in a dialog. */
  async confirm(action: string): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
  }

  async say(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }
}
