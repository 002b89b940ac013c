import { Component } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';

/** Whether all servers report the same things, and what is wrong with the records themselves. */
@Component({
  selector: 'app-quality-page',
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    <div class="page-head"><h1 i18n>Data quality</h1></div>
    <nav class="tabs" aria-label="Parts of data quality" i18n-aria-label>
      @for (tab of tabs; track tab.path) {
        <a [routerLink]="tab.path" routerLinkActive="here" ariaCurrentWhenActive="page">{{ tab.label }}</a>
      }
    </nav>
    <router-outlet />
  `,
})
export class QualityPage {
  protected readonly tabs = [
    { path: 'parity', label: $localize`Data parity` },
    { path: 'health', label: $localize`Media health` },
    { path: 'backends', label: $localize`Backends` },
  ];
}
