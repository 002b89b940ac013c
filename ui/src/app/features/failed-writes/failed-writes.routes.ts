import type { Routes } from '@angular/router';

export const failedWritesRoutes: Routes = [
  {
    path: '',
    title: $localize`Failed writes`,
    loadComponent: () => import('./failed-write-list.js').then((file) => file.FailedWriteList),
  },
];
