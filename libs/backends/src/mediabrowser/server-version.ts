/** Dotted numbers; what follows a dash names a build (jellyfin-emby.md 6). Null when it is none. */
function numbersOf(version: string): readonly number[] | null {
  const numbers = (version.split('-')[0] ?? '')
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : NaN));
  return numbers.some(Number.isNaN) ? null : numbers;
}

/** False also for a version that cannot be read. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [have, need] = [numbersOf(version), numbersOf(minimum)];
  if (!have || !need) return false;
  const decisive = need.findIndex((part, index) => part !== (have[index] ?? 0));
  return decisive < 0 || (have[decisive] ?? 0) > (need[decisive] ?? 0);
}

export const majorOf = (version: string): number => numbersOf(version)?.[0] ?? 0;
