import { TestBed } from '@angular/core/testing';
import { vi } from 'vitest';

/** What a person reads: the texts of an element in their order, one space apart. */
export function words(element: Element): string {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode.nodeValue ?? '');
  return texts.join(' ').replace(/\s+/g, ' ').trim();
}

/** The accessible name, as far as these pages need it. */
function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label');
  if (label) return label;
  const owner = document.getElementById(element.getAttribute('aria-labelledby') ?? '');
  return words(owner ?? element);
}

function find<T extends Element>(all: readonly T[], name: string): T {
  const found = all.find((element) => nameOf(element) === name);
  if (!found) throw new Error(`not there: "${name}"; there are: ${all.map(nameOf).join(' | ')}`);
  return found;
}

/** A button or link by its accessible name, anywhere on the page: menus and dialogs are overlays. */
export const control = (name: string): HTMLElement =>
  find([...document.querySelectorAll<HTMLElement>('button, a[href], [role="menuitem"]')], name);

/** A switch by its accessible name. */
export const slider = (name: string): HTMLButtonElement =>
  find([...document.querySelectorAll<HTMLButtonElement>('button[role="switch"]')], name);

export const isOn = (button: HTMLButtonElement): boolean => button.getAttribute('aria-checked') === 'true';

/** A labelled input or select. */
export function labelled(label: string): HTMLInputElement & HTMLSelectElement {
  const owner = find([...document.querySelectorAll('label')], label);
  const input = document.getElementById(owner.htmlFor) ?? owner.querySelector('input, select');
  if (!input) throw new Error(`no control for "${label}"`);
  return input as HTMLInputElement & HTMLSelectElement;
}

export function type(label: string, text: string): void {
  const input = labelled(label);
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

export function choose(label: string, value: string): void {
  const select = labelled(label);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

export function send(form: HTMLFormElement | null): void {
  form?.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true }));
}

/** Waits until a sentence about the page is true. */
export async function until(isTrue: () => boolean, what = 'the condition'): Promise<void> {
  await vi.waitFor(
    () => {
      TestBed.tick();
      if (!isTrue()) throw new Error(`not yet: ${what}; the page says: ${words(document.body)}`);
    },
    { interval: 2 },
  );
}

/** Clicks a button, a link or a switch as soon as it is there. */
export async function press(name: string, of: (name: string) => HTMLElement = control): Promise<void> {
  await vi.waitFor(
    () => {
      TestBed.tick();
      of(name).click();
    },
    { interval: 2 },
  );
}

/** Waits until the page says something. */
export const says = (text: string): Promise<void> =>
  until(() => words(document.body).includes(text), `"${text}"`);
