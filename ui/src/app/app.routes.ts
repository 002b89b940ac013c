import type { Routes } from '@angular/router';
import { anybody, signedIn } from './core/session/signed-in.guard.js';

const pages: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: $localize`Home`,
    loadComponent: () => import('./features/overview/overview.js').then((file) => file.Overview),
  },
  {
    path: 'backends',
    loadChildren: () => import('./features/backends/backends.routes.js').then((file) => file.backendsRoutes),
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
    path: 'env',
    loadChildren: () => import('./features/env/env.routes.js').then((file) => file.envRoutes),
  },
  {
    path: 'tasks',
    loadChildren: () => import('./features/tasks/tasks.routes.js').then((file) => file.tasksRoutes),
  },
  {
    path: 'console',
    loadChildren: () => import('./features/console/console.routes.js').then((file) => file.consoleRoutes),
  },
  {
    path: 'backups',
    loadChildren: () => import('./features/backups/backups.routes.js').then((file) => file.backupsRoutes),
  },
  {
    path: 'settings',
    loadChildren: () => import('./features/settings/settings.routes.js').then((file) => file.settingsRoutes),
  },
  {
    path: 'events',
    loadChildren: () => import('./features/events/events.routes.js').then((file) => file.eventsRoutes),
  },
  {
    path: 'logs',
    loadChildren: () => import('./features/logs/logs.routes.js').then((file) => file.logsRoutes),
  },
  {
    path: 'conflicts',
    loadChildren: () =>
      import('./features/conflicts/conflicts.routes.js').then((file) => file.conflictsRoutes),
  },
  {
    path: 'failed-writes',
    loadChildren: () =>
      import('./features/failed-writes/failed-writes.routes.js').then((file) => file.failedWritesRoutes),
  },
  {
    path: 'deliveries',
    loadChildren: () =>
      import('./features/deliveries/deliveries.routes.js').then((file) => file.deliveriesRoutes),
  },
  {
    path: 'queues',
    loadChildren: () => import('./features/queues/queues.routes.js').then((file) => file.queuesRoutes),
  },
  {
    path: 'quality',
    loadChildren: () => import('./features/quality/quality.routes.js').then((file) => file.qualityRoutes),
  },
  {
    path: 'playlists',
    loadChildren: () =>
      import('./features/playlists/playlists.routes.js').then((file) => file.playlistsRoutes),
  },
  {
    path: 'identities',
    loadChildren: () =>
      import('./features/identities/identities.routes.js').then((file) => file.identitiesRoutes),
  },
  {
    path: 'ignore',
    loadChildren: () => import('./features/ignore/ignore.routes.js').then((file) => file.ignoreRoutes),
  },
  {
    path: 'tokens',
    loadChildren: () => import('./features/tokens/tokens.routes.js').then((file) => file.tokensRoutes),
  },
  {
    path: 'audit',
    loadChildren: () => import('./features/audit/audit.routes.js').then((file) => file.auditRoutes),
  },
  {
    path: 'about',
    loadChildren: () => import('./features/about/about.routes.js').then((file) => file.aboutRoutes),
  },
  {
    path: 'guids',
    loadChildren: () => import('./features/guids/guids.routes.js').then((file) => file.guidsRoutes),
  },
  {
    path: '**',
    title: $localize`Not found`,
    loadComponent: () => import('./core/shell/not-found.js').then((file) => file.NotFound),
  },
];

/** Sign-in and help are open to everybody; every other page asks who is there first. */
export const routes: Routes = [
  {
    path: '',
    loadComponent: () => import('./core/shell/shell.js').then((file) => file.Shell),
    children: [
      {
        path: 'auth',
        title: $localize`Sign in`,
        loadComponent: () => import('./features/sign-in/sign-in.js').then((file) => file.SignIn),
      },
      {
        path: 'help',
        canActivate: [anybody],
        loadChildren: () => import('./features/help/help.routes.js').then((file) => file.helpRoutes),
      },
      { path: '', canActivate: [signedIn], children: pages },
    ],
  },
];
