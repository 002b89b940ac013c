import type { Routes } from '@angular/router';

export const helpRoutes: Routes = [
  {
    path: '',
    title: $localize`Help`,
    loadComponent: () => import('./help-index.js').then((file) => file.HelpIndex),
  },
  {
    path: 'one-way-sync',
    title: $localize`One-way sync`,
    loadComponent: () => import('./guides/one-way-sync.js').then((file) => file.OneWaySync),
  },
  {
    path: 'two-way-sync',
    title: $localize`Two-way sync`,
    loadComponent: () => import('./guides/two-way-sync.js').then((file) => file.TwoWaySync),
  },
  {
    path: 'webhooks',
    title: $localize`Webhooks`,
    loadComponent: () => import('./guides/webhooks.js').then((file) => file.WebhooksGuide),
  },
  {
    path: 'sub-users',
    title: $localize`Several people`,
    loadComponent: () => import('./guides/sub-users.js').then((file) => file.SubUsersGuide),
  },
  {
    path: 'decisions',
    title: $localize`How it decides`,
    loadComponent: () => import('./guides/decisions.js').then((file) => file.DecisionsGuide),
  },
  {
    path: 'backups',
    title: $localize`Backups`,
    loadComponent: () => import('./guides/backups.js').then((file) => file.BackupsGuide),
  },
  {
    path: 'questions',
    title: $localize`Questions and answers`,
    loadComponent: () => import('./guides/questions.js').then((file) => file.QuestionsGuide),
  },
];
