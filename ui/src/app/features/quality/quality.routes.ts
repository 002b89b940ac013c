import type { Routes } from '@angular/router';

export const qualityRoutes: Routes = [
  {
    path: '',
    loadComponent: () => import('./quality-page.js').then((file) => file.QualityPage),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'parity' },
      {
        path: 'parity',
        title: $localize`Data parity`,
        loadComponent: () => import('./parity-list.js').then((file) => file.ParityList),
      },
      {
        path: 'health',
        title: $localize`Media health`,
        loadComponent: () => import('./media-health.js').then((file) => file.MediaHealthPage),
      },
      {
        path: 'backends',
        title: $localize`Quality on each backend`,
        loadComponent: () => import('./backend-checks.js').then((file) => file.BackendChecks),
      },
    ],
  },
];
