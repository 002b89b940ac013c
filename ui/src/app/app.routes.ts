import type { Routes } from '@angular/router';
import { signedIn } from './core/session/signed-in.guard.js';

export const routes: Routes = [
  {
    path: 'auth',
    title: 'Sign in',
    loadComponent: () => import('./features/sign-in/sign-in.js').then((file) => file.SignIn),
  },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./core/shell/shell.js').then((file) => file.Shell),
    children: [
      {
        path: '',
        pathMatch: 'full',
        title: 'Home',
        loadComponent: () => import('./features/overview/overview.js').then((file) => file.Overview),
      },
      {
        path: 'backends',
        loadChildren: () =>
          import('./features/backends/backends.routes.js').then((file) => file.backendsRoutes),
      },
      {
        path: 'history',
        loadChildren: () => import('./features/history/history.routes.js').then((file) => file.historyRoutes),
      },
      {
        path: 'runs',
        loadChildren: () => import('./features/runs/runs.routes.js').then((file) => file.runsRoutes),
      },
      {
        path: '**',
        title: 'Not found',
        loadComponent: () => import('./core/shell/not-found.js').then((file) => file.NotFound),
      },
    ],
  },
];
