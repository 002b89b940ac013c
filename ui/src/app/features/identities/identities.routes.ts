import type { Routes } from '@angular/router';

export const identitiesRoutes: Routes = [
  {
    path: '',
    title: $localize`Sub-users`,
    loadComponent: () => import('./identity-list.js').then((file) => file.IdentityList),
  },
  {
    path: 'match',
    title: $localize`Match and provision`,
    loadComponent: () => import('./people-match.js').then((file) => file.PeopleMatch),
  },
];
