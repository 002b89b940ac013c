import type { AccountDto } from './auth.dto.js';
import type { Session } from './principal.js';

const DAY_S = 86_400;
const SHORTEST_WINDOW_S = 60;

/** A login is due for renewal in its last quarter, or its last day when that is shorter (rest-api.md 1.2). */
export function toAccount({ username, issuedAt, expiresAt }: Session, now: Date): AccountDto {
  const life = (expiresAt.getTime() - issuedAt.getTime()) / 1_000;
  const window = Math.max(SHORTEST_WINDOW_S, Math.min(DAY_S, life / 4));
  return {
    username,
    created_at: issuedAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    refresh_required: expiresAt.getTime() - now.getTime() <= window * 1_000,
  };
}
