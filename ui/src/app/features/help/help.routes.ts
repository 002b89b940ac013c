import type { Routes } from '@angular/router';

export const helpRoutes: Routes = [
  { path: '', title: 'Help', loadComponent: () => import('./help-index.js').then((file) => file.HelpIndex) },
  {
    path: 'one-way-sync',
    title: 'One-way sync',
    loadComponent: () => import('./guides/one-way-sync.js').then((file) => file.OneWaySync),
  },
  {
    path: 'two-way-sync',
    title: 'Two-way sync',
    loadComponent: () => import('./guides/two-way-sync.js').then((file) => file.TwoWaySync),
  },
  {
    path: 'webhooks',
    title: 'Webhooks',
    loadComponent: () => import('./guides/webhooks.js').then((file) => file.WebhooksGuide),
  },
  {
    path: 'sub-users',
    title: 'Several people',
    loadComponent: () => import('./guides/sub-users.js').then((file) => file.SubUsersGuide),
  },
  {
    path: 'decisions',
    title: 'How it decides',
    loadComponent: () => import('./guides/decisions.js').then((file) => file.DecisionsGuide),
  },
  {
    path: 'backups',
    title: 'Backups',
    loadComponent: () => import('./guides/backups.js').then((file) => file.BackupsGuide),
  },
  {
    path: 'questions',
    title: 'Questions and answers',
    loadComponent: () => import('./guides/questions.js').then((file) => file.QuestionsGuide),
  },
];
