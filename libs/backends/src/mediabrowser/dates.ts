const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * An ISO date as unix seconds. A date without a zone could be any server's local time, so it is no date
 * (jellyfin-emby.md 4.2); one before 1970 stands for "never".
 */
export function utcSeconds(value: unknown): number | null {
  if (typeof value !== 'string' || !ISO_WITH_ZONE.test(value) || !isCalendarDay(value)) return null;
  const seconds = Math.floor(Date.parse(value) / 1000);
  // Not a number for a 13th month, too.
  return seconds > 0 ? seconds : null;
}

/** `Date.parse` turns a 30th of February into a day of March. */
function isCalendarDay(value: string): boolean {
  const day = Number(value.slice(8, 10));
  if (day <= 28) return true;
  const [year, month] = [Number(value.slice(0, 4)), Number(value.slice(5, 7))];
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** `2026-09-20T20:14:05Z`: with an offset instead of `Z`, Jellyfin may show local time (jellyfin-emby.md 4.2). */
export const isoDate = (unixSeconds: number): string =>
  new Date(unixSeconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

/** `20260920201405`, in UTC: the one form of `DatePlayed` that Emby reads (jellyfin-emby.md 4.2). */
export const compactDate = (unixSeconds: number): string => isoDate(unixSeconds).replaceAll(/[-:TZ]/g, '');
