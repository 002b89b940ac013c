import type { Routes } from '@angular/router';

export const consoleRoutes: Routes = [
  {
    path: '',
    title: $localize`Console`,
    loadComponent: () => import('./console-page.js').then((file) => file.ConsolePage),
  },
];
