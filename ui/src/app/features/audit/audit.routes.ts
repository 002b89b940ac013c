import type { Routes } from '@angular/router';

export const auditRoutes: Routes = [
  {
    path: '',
    title: $localize`Audit trail`,
    loadComponent: () => import('./audit-list.js').then((file) => file.AuditList),
  },
];
