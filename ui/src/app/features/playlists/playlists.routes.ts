import type { Routes } from '@angular/router';

export const playlistsRoutes: Routes = [
  {
    path: '',
    title: $localize`Playlists`,
    loadComponent: () => import('./playlist-list.js').then((file) => file.PlaylistList),
  },
];
