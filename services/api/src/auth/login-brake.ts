import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { LoginTries, type Tries } from '#libs/database';
import { ApiConfig } from '../api.config.js';

export interface BrakeRules {
  readonly tries: number;
  readonly windowSeconds: number;
  readonly banSeconds: number;
}

/** What a try comes to: the seconds to wait, or null when it may go on; and what is remembered of it. */
export interface Braking {
  readonly wait: number | null;
  readonly after: Tries;
}

/** A try at `now`, after the earlier ones. Knocking on during a ban does not make it longer. */
export function brake(before: Tries, { tries, windowSeconds, banSeconds }: BrakeRules, now: number): Braking {
  const past = before.filter((at) => at > now - Math.max(windowSeconds, banSeconds));
  const recent = past.slice(-tries);
  const isBanned = recent.length === tries && (recent.at(-1) ?? 0) - (recent[0] ?? 0) < windowSeconds;
  const freeAt = (recent.at(-1) ?? 0) + banSeconds;
  if (isBanned && freeAt > now) return { wait: Math.ceil(freeAt - now), after: past };
  return { wait: null, after: isBanned ? [now] : [...past, now] };
}

/**
 * Slows down guessing: counts tries by address, for all api processes together. A try counts before its password is
 * looked at, so that many at the same moment gain nothing; the right password clears the count.
 */
@Injectable()
export class LoginBrake {
  constructor(
    private readonly tries: LoginTries,
    private readonly config: ApiConfig,
  ) {}

  /** Counts a try; gives the seconds to wait instead when there were too many. */
  take(address: string): Promise<number | null> {
    if (!this.config.WS_RATE_LIMIT_ENABLED) return Promise.resolve(null);
    const now = Date.now() / 1_000;
    return this.tries.change(network(address), (before) => {
      const { wait, after } = brake(before, this.rules, now);
      return { after, result: wait };
    });
  }

  forgive(address: string): Promise<void> {
    return this.tries.forget(network(address));
  }

  private get rules(): BrakeRules {
    return {
      tries: this.config.WS_RATE_LIMIT_ATTEMPTS,
      windowSeconds: this.config.WS_RATE_LIMIT_WINDOW,
      banSeconds: this.config.WS_RATE_LIMIT_BAN,
    };
  }
}

/** One household has a whole /64 of IPv6, so that much counts as one address. */
export function network(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(plain) ? expanded(plain).slice(0, 4).join(':') : plain;
}

function expanded(address: string): string[] {
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').split('::');
  const [before, after] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after];
}
