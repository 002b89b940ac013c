import type { Routes } from '@angular/router';

export const settingsRoutes: Routes = [
  {
    path: '',
    title: $localize`Settings`,
    loadComponent: () => import('./settings-page.js').then((file) => file.SettingsPage),
  },
];
