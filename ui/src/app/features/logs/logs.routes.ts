import type { Routes } from '@angular/router';

export const logsRoutes: Routes = [
  {
    path: '',
    title: $localize`Logs`,
    loadComponent: () => import('./log-list.js').then((file) => file.LogList),
  },
  {
    path: ':file',
    title: $localize`Log`,
    loadComponent: () => import('./log-viewer.js').then((file) => file.LogViewer),
  },
];
