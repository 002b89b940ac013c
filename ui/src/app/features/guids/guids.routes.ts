import type { Routes } from '@angular/router';

export const guidsRoutes: Routes = [
  {
    path: '',
    title: $localize`Custom GUIDs`,
    loadComponent: () => import('./guid-page.js').then((file) => file.GuidPage),
  },
];
