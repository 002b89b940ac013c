import { BackendError } from '#libs/backends';

/** Errors that concern one item only; everything else stops the run, to be tried again or told. */
const OF_ONE_ITEM = new Set(['not-found', 'forbidden']);

export const isOfOneItem = ({ key }: BackendError): boolean => OF_ONE_ITEM.has(key);

/** Whether the server surely did not take the call. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof BackendError && error.status !== null && error.status >= 400 && error.status < 500;
