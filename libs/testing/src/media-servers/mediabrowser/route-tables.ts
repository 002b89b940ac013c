import { imageRoutes } from './image-routes.js';
import { itemRoutes } from './item-routes.js';
import { playlistRoutes } from './playlist-routes.js';
import { playRoutes } from './play-routes.js';
import { quickConnectRoutes } from './quick-connect-routes.js';
import { serverRoutes } from './server-routes.js';
import { settingsRoutes } from './settings-routes.js';
import type { RouteTable } from './site.js';

export const ROUTE_TABLES: readonly RouteTable[] = [
  serverRoutes,
  quickConnectRoutes,
  itemRoutes,
  playRoutes,
  playlistRoutes,
  settingsRoutes,
  imageRoutes,
];
