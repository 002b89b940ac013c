import type { Routes } from '@angular/router';

export const eventsRoutes: Routes = [
  {
    path: '',
    title: $localize`Events`,
    loadComponent: () => import('./event-list.js').then((file) => file.EventList),
  },
  {
    path: ':id',
    title: $localize`Event`,
    loadComponent: () => import('./event-details.js').then((file) => file.EventDetails),
  },
];
