export * from './media-servers/fake-media-server.js';
