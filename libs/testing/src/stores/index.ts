export { createCache, createDatabase, type OwnDatabase } from './own-stores.js';
export { freePort } from './free-port.js';
export { statementsDuring } from './statements.js';
export { Killed, killAtStatement } from './kill-at.js';
export { queryRows } from './postgres.js';
export { placeFailedJob, placeJob, type PlacedJob } from './queued-jobs.js';
