import type { AccountDto } from './auth.dto.js';
import type { Session } from './principal.js';

const DAY_S = 86_400;
const SHORTEST_WINDOW_S = 60;

type Life = Pick<Session, 'issuedAt' | 'expiresAt'>;

/**
 * Whether a login is in the window before its end; a window of 0 is its last quarter, or its last day when that is
 * shorter (rest-api.md 1.2).
 */
export function isDueForRenewal({ issuedAt, expiresAt }: Life, windowSeconds: number, now: Date): boolean {
  const life = (expiresAt.getTime() - issuedAt.getTime()) / 1_000;
  const usual = Math.max(SHORTEST_WINDOW_S, Math.min(DAY_S, life / 4));
  return expiresAt.getTime() - now.getTime() <= (windowSeconds || usual) * 1_000;
}

export const toAccount = (
  { username, ...life }: Life & Pick<Session, 'username'>,
  windowSeconds: number,
  now: Date,
): { [K in keyof AccountDto]: AccountDto[K] } => ({
  username,
  created_at: life.issuedAt.toISOString(),
  expires_at: life.expiresAt.toISOString(),
  refresh_required: isDueForRenewal(life, windowSeconds, now),
});
