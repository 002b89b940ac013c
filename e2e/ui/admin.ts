import type { Browser, Locator, Page } from 'playwright-core';
import { complaintsOf, Fakes, openBrowser, RunningSystem, type ServerType } from '../harness/index.js';

const NAMES = { plex: 'Plex', jellyfin: 'Jellyfin', emby: 'Emby' } as const;
export const ACCOUNT = { username: 'ada', password: 'a lighthouse' } as const;

/** The questions of the last step of the wizard, word by word, and how a person answers them. */
export type Answers = Readonly<Record<string, boolean>>;

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

  static async arrive(env: Readonly<Record<string, string>> = {}): Promise<Admin> {
    const fakes = await Fakes.start('demo');
    const system = await RunningSystem.start({ env: { ...fakes.env, ...env } });
    const browser = await openBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 850 }, baseURL: system.url });
    page.setDefaultTimeout(20_000);
    return new Admin(fakes, system, browser, page, complaintsOf(page));
  }

  async leave(): Promise<void> {
    await this.browser.close();
    await this.system.dispose();
    await this.fakes.stop();
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

  /** Through the menu, as a person goes: `Tools` first, when the page stands below it. */
  async go(...words: readonly [string] | readonly [string, string]): Promise<void> {
    const menu = this.page.getByRole('navigation', { name: 'Main' });
    const [first, second] = words;
    if (second === undefined) {
      await menu.getByRole('link', { name: first, exact: true }).click();
      return;
    }
    const group = menu.getByRole('button', { name: first, exact: true });
    if ((await group.getAttribute('aria-expanded')) !== 'true') await group.click();
    const list = this.page.locator(`#nav-${first}`).first();
    await list.getByRole('link', { name: second, exact: true }).click();
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

  async say(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }
}
