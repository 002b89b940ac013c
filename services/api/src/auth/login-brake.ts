import { isIPv6 } from 'node:net';

export interface BrakeRules {
  readonly tries: number;
  readonly windowSeconds: number;
  readonly banSeconds: number;
}

const MOST_ADDRESSES = 10_000;

/**
 * Slows down guessing: counts tries by address, in the memory of this process. A try counts before its password is
 * looked at, so that many at the same moment gain nothing; the right password clears the count.
 */
export class LoginBrake {
  private readonly tries = new Map<string, readonly number[]>();

  constructor(
    private readonly rules: BrakeRules,
    private readonly now: () => number = () => Date.now() / 1_000,
  ) {}

  /** Counts a try; gives the seconds to wait instead when there were too many. */
  take(address: string): number | null {
    const { tries, windowSeconds, banSeconds } = this.rules;
    const [key, now] = [network(address), this.now()];
    const past = (this.tries.get(key) ?? []).filter((at) => at > now - Math.max(windowSeconds, banSeconds));
    const recent = past.slice(-tries);
    const isBanned = recent.length === tries && (recent.at(-1) ?? 0) - (recent[0] ?? 0) < windowSeconds;
    const freeAt = (recent.at(-1) ?? 0) + banSeconds;
    if (isBanned && freeAt > now) return Math.ceil(freeAt - now);
    this.remember(key, isBanned ? [now] : [...past, now]);
    return null;
  }

  forgive(address: string): void {
    this.tries.delete(network(address));
  }

  /** The longest silent address makes room: a flood of addresses must not fill the memory. */
  private remember(key: string, tries: readonly number[]): void {
    this.tries.delete(key);
    this.tries.set(key, tries);
    const [oldest] = this.tries.keys();
    if (this.tries.size > MOST_ADDRESSES && oldest !== undefined) this.tries.delete(oldest);
  }
}

/** One household has a whole /64 of IPv6, so that much counts as one address. */
function network(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(plain) ? expanded(plain).slice(0, 4).join(':') : plain;
}

function expanded(address: string): string[] {
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').split('::');
  const [before, after] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after];
}
