import type { Routes } from '@angular/router';

export const ignoreRoutes: Routes = [
  {
    path: '',
    title: $localize`Ignore list`,
    loadComponent: () => import('./rule-list.js').then((file) => file.RuleList),
  },
];
