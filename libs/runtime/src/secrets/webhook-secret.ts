import { createHmac } from 'node:crypto';
import { sameSecret } from './same-secret.js';

const SHAPE = /^b(\d{1,9})-[\w-]{43}$/;

/**
 * The last part of a backend's own webhook address. It opens nothing but the inbox, so a media server or a cloud that
 * keeps it does not know the API key, and it changes with that key.
 */
export const webhookSecret = (apiKey: string, backendId: number): string =>
  `b${backendId}-${createHmac('sha256', apiKey).update(`webhook/${backendId}`).digest('base64url')}`;

/** The backend that a secret belongs to; null when it is none of ours. */
export function backendOfSecret(apiKey: string, secret: string): number | null {
  const id = Number(SHAPE.exec(secret)?.[1] ?? Number.NaN);
  return apiKey !== '' && Number.isInteger(id) && sameSecret(secret, webhookSecret(apiKey, id)) ? id : null;
}
