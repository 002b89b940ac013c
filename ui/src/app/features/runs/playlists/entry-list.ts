import { Component, computed, input } from '@angular/core';
import { numberText } from '../../../shared/words.js';

/** So many titles are read; the others are a number. */
const MOST = 50;

/** Titles under a word for what becomes of them. */
@Component({
  selector: 'app-entry-list',
  template: `
    <strong>{{ label() }}</strong>
    <ul>
      @for (title of first(); track $index) {
        <li>{{ title }}</li>
      }
      @if (titles().length > first().length) {
        <li i18n class="soft">and {{ rest() }} more</li>
      }
    </ul>
  `,
  styles: `
    ul {
      margin: 2px 0 8px;
      padding-left: 20px;
      overflow-wrap: anywhere;
    }
  `,
})
export class EntryList {
  readonly label = input.required<string>();
  readonly titles = input.required<readonly string[]>();
  protected readonly first = computed(() => this.titles().slice(0, MOST));
  protected readonly rest = computed(() => numberText(this.titles().length - this.first().length));
}
