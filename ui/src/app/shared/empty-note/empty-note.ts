import { Component, input } from '@angular/core';
import { Icon, type IconName } from '../icon/icon.js';

/** Nothing is here yet: why, and what to do next. */
@Component({
  selector: 'app-empty-note',
  imports: [Icon],
  template: `
    <app-icon [name]="icon()" />
    <h2>{{ heading() }}</h2>
    <p><ng-content /></p>
    <div class="actions"><ng-content select="[action]" i18n-select /></div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: center;
      text-align: center;
      gap: 6px;
      padding: 40px 20px;
      color: var(--ws-soft);
    }
    app-icon {
      --icon-size: 28px;
      padding: 12px;
      border-radius: 14px;
      color: var(--ws-accent);
      background: var(--ws-accent-fill);
      margin-bottom: 6px;
    }
    h2 {
      margin: 0;
      color: var(--ws-text);
    }
    p {
      margin: 0;
      max-width: 52ch;
    }
    .actions {
      display: flex;
      gap: 8px;
      flex-wrap: wrap;
      justify-content: center;
      margin-top: 10px;
    }
    .actions:empty {
      display: none;
    }
  `,
})
export class EmptyNote {
  readonly heading = input.required<string>();
  readonly icon = input<IconName>('inbox');
}
