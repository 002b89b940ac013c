import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../shared/icon/icon.js';
import { GUIDES } from './guides.js';

@Component({
  selector: 'app-help-index',
  imports: [Icon, RouterLink],
  template: `
    <div class="page-head"><h1 i18n>Help</h1></div>
    <ul>
      @for (guide of guides; track guide.slug) {
        <li class="card">
          <app-icon [name]="guide.icon" />
          <div>
            <a [routerLink]="guide.slug">{{ guide.title }}</a>
            <p class="soft">{{ guide.about }}</p>
          </div>
        </li>
      }
    </ul>
    <p i18n class="soft">
      For scripts: every page here does its work through the
      <a href="/v1/api/openapi.json" target="_blank" rel="noreferrer">documented API</a>, and the same
      commands run on the host with <code>console</code>.
    </p>
  `,
  styles: `
    ul {
      list-style: none;
      margin: 0 0 16px;
      padding: 0;
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(320px, 100%), 1fr));
      gap: 12px;
    }
    li {
      position: relative;
      display: flex;
      gap: 14px;
      padding: 16px;
    }
    li:hover {
      background: var(--ws-hover);
    }
    app-icon {
      --icon-size: 20px;
      align-self: flex-start;
      padding: 9px;
      border-radius: 10px;
      color: var(--ws-accent);
      background: var(--ws-accent-fill);
    }
    a {
      font-weight: 620;
      text-decoration: none;
    }
    li a {
      color: var(--ws-text);
    }
    li a::after {
      content: '';
      position: absolute;
      inset: 0;
      border-radius: 12px;
    }
    p {
      margin: 2px 0 0;
    }
  `,
})
export class HelpIndex {
  protected readonly guides = GUIDES;
}
