export * from './media-servers/fake-media-server.js';
export * from './stores/index.js';
export * from './media-servers/fake-plex.js';
export * from './media-servers/fake-plex-tv.js';
export * from './media-servers/fake-jellyfin.js';
export * from './media-servers/fake-emby.js';
export * from './media-servers/demo-catalog.js';
export * from './media-servers/demo-states.js';
