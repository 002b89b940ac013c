export * from './list-copy.js';
export * from './list-guard.js';
export * from './list-plan.js';
export * from './list-reading.js';
export * from './list-sentences.js';
