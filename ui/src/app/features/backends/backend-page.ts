import { Component, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { Icon } from '../../shared/icon/icon.js';

/** One backend: its settings, its server, a search on it, and the quality of what it holds. */
@Component({
  selector: 'app-backend-page',
  imports: [Icon, MatButton, RouterLink, RouterLinkActive, RouterOutlet],
  templateUrl: './backend-page.html',
})
export class BackendPage {
  readonly name = input.required<string>();
  /** What a tab keeps in the query string does not make it another tab. */
  protected readonly here = {
    paths: 'exact',
    queryParams: 'ignored',
    fragment: 'ignored',
    matrixParams: 'ignored',
  } as const;
  protected readonly tabs = [
    { path: '.', label: $localize`Settings` },
    { path: 'options', label: $localize`Options` },
    { path: 'webhook', label: $localize`Webhook` },
    { path: 'server', label: $localize`Server` },
    { path: 'search', label: $localize`Search` },
    { path: 'quality', label: $localize`Quality` },
  ];
}
