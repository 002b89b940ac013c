import type { Routes } from '@angular/router';

export const tokensRoutes: Routes = [
  {
    path: '',
    title: $localize`API tokens`,
    loadComponent: () => import('./token-list.js').then((file) => file.TokenList),
  },
];
