import { AsyncLocalStorage } from 'node:async_hooks';

const urgency = new AsyncLocalStorage<true>();

/**
 * Does work for which somebody waits in the living room: what it asks of a media server goes before the requests of imports
 * and whole exports. It holds for everything that is called in it, however deep.
 */
export const urgently = <T>(work: () => Promise<T>): Promise<T> => urgency.run(true, work);

export const isUrgent = (): boolean => urgency.getStore() === true;
