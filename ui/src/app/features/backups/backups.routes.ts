import type { Routes } from '@angular/router';

export const backupsRoutes: Routes = [
  {
    path: '',
    title: $localize`Backups`,
    loadComponent: () => import('./backup-list.js').then((file) => file.BackupList),
  },
];
