import type { Routes } from '@angular/router';

export const queuesRoutes: Routes = [
  {
    path: '',
    title: $localize`Queues`,
    loadComponent: () => import('./queue-list.js').then((file) => file.QueueList),
  },
];
