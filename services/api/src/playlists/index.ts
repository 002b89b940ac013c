import { PlaylistDesk } from './playlist-desk.js';
import { PlaylistsController } from './playlists.controller.js';

export const playlistsRoom = { controllers: [PlaylistsController], providers: [PlaylistDesk] } as const;
