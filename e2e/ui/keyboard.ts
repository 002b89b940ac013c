import type { Locator, Page } from 'playwright-core';

/** Nobody should have to press Tab more often than this to get anywhere on a page. */
const MOST_STEPS = 60;

/** Where the focus is, and whether a person can see that: a ring around it, on the screen and not covered. */
const LOOK = `(() => {
  const focused = document.activeElement;
  const name = focused.getAttribute('aria-label') ?? (focused.innerText || focused.name || focused.id);
  const isRinged = (node) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(node);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  };
  // A control that is drawn by its label has the ring there.
  let ringed = focused.offsetWidth > 1 ? focused : focused.parentElement;
  for (let up = 0; up < 3 && ringed && !isRinged(ringed); up += 1) ringed = ringed.parentElement;
  if (!ringed || !isRinged(ringed)) return name + ': nothing shows that it has the focus';
  const { left, top, width, height } = ringed.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return name + ': has the focus off the screen';
  const seen = document.elementFromPoint(x, y);
  return ringed.contains(seen) || seen.contains(ringed) ? '' : name + ': has the focus behind something else';
})()`;

/** A person without a mouse. */
export class Keyboard {
  private readonly complaints = new Set<string>();

  constructor(private readonly page: Page) {}

  /** Where the focus could not be seen, of all stops so far. */
  get unseen(): readonly string[] {
    return [...this.complaints];
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** Steps on until this has the focus; whether that can be seen is kept in `unseen`. */
  async to(target: Locator, key: 'Tab' | 'ArrowDown' = 'Tab'): Promise<void> {
    await target.first().waitFor();
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      if (await this.isOn(target)) return this.see();
      await this.press(key);
    }
    throw new Error(`${key} ${MOST_STEPS} times, and never there: ${String(target)}`);
  }

  /** Steps to a button, link or box, and uses it. */
  async use(target: Locator, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await this.to(target);
    await this.press(key);
  }

  /** Replaces what stands in a field. */
  async fill(field: Locator, text: string): Promise<void> {
    await this.to(field);
    await this.press('ControlOrMeta+a');
    await this.page.keyboard.type(text);
  }

  /** Tab reaches a group of radio buttons as one; the arrows choose in it. */
  async choose(group: Locator, name: string | RegExp): Promise<void> {
    await this.to(group.getByRole('radio'));
    const wanted = group.getByRole('radio', { name });
    if (await this.isOn(wanted)) await this.press('Space');
    else await this.to(wanted, 'ArrowDown');
    await group.getByRole('radio', { name, checked: true }).waitFor();
  }

  /** Chooses from the menu that a button opens. */
  async pick(button: Locator, entry: string): Promise<void> {
    await this.use(button);
    await this.to(this.page.getByRole('menuitem', { name: entry }), 'ArrowDown');
    await this.press('Enter');
  }

  /** Ctrl K: what is found first, or what is found last, is opened. */
  async look(words: string, which: 'first' | 'last' = 'first'): Promise<void> {
    await this.press('Control+k');
    const line = this.page.getByRole('combobox', { name: 'Page or words' });
    await this.to(line);
    await this.page.keyboard.type(words);
    if (which === 'last') await this.press('ArrowUp');
    await this.press('Enter');
    await line.waitFor({ state: 'detached' });
  }

  async isOn(target: Locator): Promise<boolean> {
    return (await this.page.locator(':focus').and(target).count()) > 0;
  }

  private async see(): Promise<void> {
    const complaint = await this.page.evaluate<string>(LOOK);
    if (complaint) this.complaints.add(complaint);
  }
}
