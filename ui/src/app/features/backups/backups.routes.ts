import type { Routes } from '@angular/router';

export const backupsRoutes: Routes = [
  {
    path: '',
    title: 'Backups',
    loadComponent: () => import('./backup-list.js').then((file) => file.BackupList),
  },
];
