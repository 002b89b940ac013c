import type { Routes } from '@angular/router';

export const historyRoutes: Routes = [
  {
    path: '',
    title: $localize`History`,
    loadComponent: () => import('./history-list.js').then((file) => file.HistoryList),
  },
  {
    path: ':id',
    title: $localize`History item`,
    loadComponent: () => import('./history-item.js').then((file) => file.HistoryItemPage),
  },
];
