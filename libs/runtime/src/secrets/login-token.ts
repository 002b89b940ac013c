import { createHmac } from 'node:crypto';
import { sameSecret } from './same-secret.js';

/** What a login token says: who, since when (unix seconds), and of which generation of that user's sessions. */
export interface LoginToken {
  readonly user: string;
  readonly issuedAt: number;
  readonly generation: number;
}

/** Signs with HMAC-SHA256. Expiry is the reader's rule, because its length is a setting. */
export function signToken(token: LoginToken, secret: string): string {
  const body = Buffer.from(JSON.stringify([token.user, token.issuedAt, token.generation])).toString(
    'base64url',
  );
  return `${body}.${signature(body, secret)}`;
}

/** Null when the text is not a token that this secret signed. */
export function verifyToken(text: string, secret: string): LoginToken | null {
  const [body, given, ...rest] = text.split('.');
  if (!body || !given || rest.length > 0 || !sameSecret(given, signature(body, secret))) return null;
  return readBody(Buffer.from(body, 'base64url').toString('utf8'));
}

const signature = (body: string, secret: string): string =>
  createHmac('sha256', secret).update(`login-token:${body}`).digest('base64url');

function readBody(text: string): LoginToken | null {
  const parts: unknown = JSON.parse(text);
  const [user, issuedAt, generation] = Array.isArray(parts) ? (parts as unknown[]) : [];
  if (typeof user !== 'string' || typeof issuedAt !== 'number' || typeof generation !== 'number') return null;
  return { user, issuedAt, generation };
}
