import type { Routes } from '@angular/router';

export const envRoutes: Routes = [
  {
    path: '',
    title: $localize`Env`,
    loadComponent: () => import('./env-page.js').then((file) => file.EnvPage),
  },
];
