import type { Routes } from '@angular/router';

export const conflictsRoutes: Routes = [
  {
    path: '',
    title: $localize`Conflicts`,
    loadComponent: () => import('./conflict-list.js').then((file) => file.ConflictList),
  },
];
