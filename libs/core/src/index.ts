export * from './app-error.js';
export * from './guid.js';
export * from './play-state.js';
export * from './remote-item.js';
