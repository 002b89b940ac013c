import type { Routes } from '@angular/router';

export const deliveriesRoutes: Routes = [
  {
    path: '',
    title: $localize`Webhook deliveries`,
    loadComponent: () => import('./delivery-list.js').then((file) => file.DeliveryList),
  },
  {
    path: ':id',
    title: $localize`Webhook delivery`,
    loadComponent: () => import('./delivery-details.js').then((file) => file.DeliveryDetails),
  },
];
