import type { Routes } from '@angular/router';

export const runsRoutes: Routes = [
  {
    path: '',
    title: $localize`Runs`,
    loadComponent: () => import('./run-list.js').then((file) => file.RunList),
  },
  {
    path: ':id',
    title: $localize`Run`,
    loadComponent: () => import('./run-details.js').then((file) => file.RunDetails),
  },
];
