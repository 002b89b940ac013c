export * from './backend-error.js';
export { CAPABILITIES } from './inspection.js';
export { isHookOf } from './hook-address.js';
export * from './media-server.js';
export { backends, backendOf } from './registry.js';
export * from './plex/cloud/index.js';
