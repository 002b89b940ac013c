const TICKS_PER_MS = 10_000;

export const msToTicks = (ms: number): number => Math.round(ms * TICKS_PER_MS);
export const ticksToMs = (ticks: number): number => Math.floor(ticks / TICKS_PER_MS);

/** Both servers print UTC with seven decimals. */
export const toWireDate = (unixMs: number): string => new Date(unixMs).toISOString().replace('Z', '0000Z');

/** `yyyyMMddHHmmss`, read as UTC (integration facts 4.2). */
export function parseCompactDate(text: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  return parseIsoDate(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

export function parseIsoDate(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)) return null;
  const inMs = text.replace(/(\.\d{3})\d+/, '$1');
  const hasZone = /(Z|[+-]\d\d:\d\d)$/.test(inMs) || !inMs.includes('T');
  const unixMs = Date.parse(hasZone ? inMs : `${inMs}Z`);
  return Number.isNaN(unixMs) ? null : unixMs;
}

/** The same moment as a clock on the server's wall shows it, with its offset. */
export function toLocalDate(unixMs: number, zoneMinutes: number): string {
  const minutes = Math.abs(zoneMinutes);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  const sign = zoneMinutes < 0 ? '-' : '+';
  return toWireDate(unixMs + zoneMinutes * 60_000).replace('Z', `${sign}${hour}:${minute}`);
}
