export * from './backend-error.js';
export * from './media-server.js';
export { backends, backendOf } from './registry.js';
