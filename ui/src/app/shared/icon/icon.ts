import { Component, computed, input } from '@angular/core';
import { ICONS, type IconName } from './icons.js';

export type { IconName } from './icons.js';

/** A picture beside words; it says nothing by itself, so it is hidden from screen readers. */
@Component({
  selector: 'app-icon',
  template: `
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      i18n-stroke-linecap
      stroke-linejoin="round"
      i18n-stroke-linejoin
      aria-hidden="true"
      focusable="false"
    >
      <path [attr.d]="path()" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-grid;
      flex: none;
    }
    svg {
      width: var(--icon-size, 18px);
      height: var(--icon-size, 18px);
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => ICONS[this.name()]);
}
