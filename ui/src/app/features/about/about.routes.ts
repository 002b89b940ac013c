import type { Routes } from '@angular/router';

export const aboutRoutes: Routes = [
  {
    path: '',
    title: $localize`About`,
    loadComponent: () => import('./about-page.js').then((file) => file.AboutPage),
  },
];
