import { Component, output } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Icon, type IconName } from '../../shared/icon/icon.js';

interface Place {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
}

@Component({
  selector: 'app-main-nav',
  imports: [Icon, RouterLink, RouterLinkActive],
  template: `
    <nav aria-label="Main">
      @for (place of places; track place.path) {
        <a
          [routerLink]="place.path"
          routerLinkActive="here"
          ariaCurrentWhenActive="page"
          [routerLinkActiveOptions]="{ exact: place.path === '/' }"
          (click)="chosen.emit()"
          ><app-icon [name]="place.icon" />{{ place.label }}</a
        >
      }
    </nav>
  `,
  styles: `
    nav {
      display: grid;
      gap: 2px;
    }
    a {
      display: flex;
      align-items: center;
      gap: 12px;
      padding: 8px 12px;
      border-radius: 8px;
      color: var(--ws-soft);
      font-weight: 550;
      text-decoration: none;
    }
    a:hover {
      background: var(--ws-hover);
      color: var(--ws-text);
    }
    a.here {
      background: var(--ws-accent-fill);
      color: var(--ws-accent-text);
    }
  `,
})
export class MainNav {
  readonly chosen = output();
  protected readonly places: readonly Place[] = [
    { path: '/', label: 'Home', icon: 'home' },
    { path: '/backends', label: 'Backends', icon: 'server' },
    { path: '/history', label: 'History', icon: 'history' },
    { path: '/runs', label: 'Runs', icon: 'runs' },
  ];
}
