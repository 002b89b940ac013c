export * from './media-servers/fake-media-server.js';
export * from './stores/index.js';
export * from './media-servers/fake-plex.js';
export * from './media-servers/fake-plex-tv.js';
