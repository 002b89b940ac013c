import type { Routes } from '@angular/router';

export const tasksRoutes: Routes = [
  {
    path: '',
    title: $localize`Tasks`,
    loadComponent: () => import('./task-list.js').then((file) => file.TaskListPage),
  },
];
