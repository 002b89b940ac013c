import type { Routes } from '@angular/router';
import { askBeforeLeaving } from '../../core/shell/leave.guard.js';

export const backendsRoutes: Routes = [
  {
    path: '',
    title: 'Backends',
    loadComponent: () => import('./backend-list.js').then((file) => file.BackendList),
  },
  {
    path: 'add',
    title: 'Add Backend',
    canDeactivate: [askBeforeLeaving],
    loadComponent: () => import('./backend-add.js').then((file) => file.BackendAdd),
  },
  {
    path: ':name',
    title: 'Backend',
    canDeactivate: [askBeforeLeaving],
    loadComponent: () => import('./backend-edit.js').then((file) => file.BackendEdit),
  },
];
