import type { Routes } from '@angular/router';
import { askBeforeLeaving } from '../../core/shell/leave.guard.js';

export const backendsRoutes: Routes = [
  {
    path: '',
    title: $localize`Backends`,
    loadComponent: () => import('./backend-list.js').then((file) => file.BackendList),
  },
  {
    path: 'add',
    title: $localize`Add Backend`,
    canDeactivate: [askBeforeLeaving],
    loadComponent: () => import('./backend-add.js').then((file) => file.BackendAdd),
  },
  {
    path: ':name',
    loadComponent: () => import('./backend-page.js').then((file) => file.BackendPage),
    children: [
      {
        path: '',
        title: $localize`Backend`,
        canDeactivate: [askBeforeLeaving],
        loadComponent: () => import('./backend-edit.js').then((file) => file.BackendEdit),
      },
      {
        path: 'options',
        title: $localize`Options`,
        loadComponent: () => import('./options/backend-options.js').then((file) => file.BackendOptions),
      },
      {
        path: 'webhook',
        title: $localize`Webhook`,
        loadComponent: () => import('./webhook/backend-webhook.js').then((file) => file.BackendWebhook),
      },
      {
        path: 'server',
        title: $localize`Server`,
        loadComponent: () => import('./server/backend-server.js').then((file) => file.BackendServer),
      },
      {
        path: 'search',
        title: $localize`Search on the server`,
        loadComponent: () => import('./server/backend-search.js').then((file) => file.BackendSearch),
      },
      {
        path: 'quality',
        title: $localize`Quality`,
        loadComponent: () => import('./quality/backend-quality.js').then((file) => file.BackendQuality),
      },
    ],
  },
];
