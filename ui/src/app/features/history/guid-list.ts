import { Component, input } from '@angular/core';
import type { GuidLink } from './guid-links.js';

@Component({
  selector: 'app-guid-list',
  template: `
    <ul>
      @for (guid of guids(); track guid.provider) {
        <li>
          <span class="soft">{{ guid.provider }}</span>
          @if (guid.url) {
            <a class="mono" [href]="guid.url" target="_blank" rel="noreferrer">{{ guid.id }}</a>
          } @else {
            <span class="mono">{{ guid.id }}</span>
          }
        </li>
      } @empty {
        <li i18n class="soft">None</li>
      }
    </ul>
  `,
  styles: `
    ul {
      list-style: none;
      margin: 0;
      padding: 0;
      display: flex;
      flex-wrap: wrap;
      gap: 2px 16px;
    }
    li {
      display: flex;
      gap: 6px;
    }
  `,
})
export class GuidList {
  readonly guids = input.required<readonly GuidLink[]>();
}
