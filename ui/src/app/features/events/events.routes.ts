import type { Routes } from '@angular/router';

export const eventsRoutes: Routes = [
  {
    path: '',
    title: 'Events',
    loadComponent: () => import('./event-list.js').then((file) => file.EventList),
  },
  {
    path: ':id',
    title: 'Event',
    loadComponent: () => import('./event-details.js').then((file) => file.EventDetails),
  },
];
