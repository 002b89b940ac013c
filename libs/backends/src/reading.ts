/** Readers of foreign JSON. None of them throws: what is missing or of another kind reads as nothing. */

export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = Object.freeze({});

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object's fields; none when it is no object. */
export const record = (value: unknown): Fields => (isFields(value) ? value : NO_FIELDS);

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The objects of a list; anything else in it is left out. */
export const records = (value: unknown): readonly Fields[] => list(value).filter(isFields);

/** The first object of a list. */
export function firstRecord(value: unknown): Fields {
  for (const one of list(value)) if (isFields(one)) return one;
  return NO_FIELDS;
}

/** What no database can hold as text: the zero character, and halves of characters. */
const storable = (value: string): string =>
  value.includes('\u0000') || !value.isWellFormed() ? value.replaceAll('\u0000', '').toWellFormed() : value;

/** Text that says something, or a number as text: ids come as either. */
export function text(value: unknown): string | null {
  if (typeof value === 'string') return /[^\s\u0000]/.test(value) ? storable(value) : null;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** Names in small letters, each once, in an order that does not change; undefined when there are none. */
export function namesIn(values: readonly unknown[]): readonly string[] | undefined {
  if (values.length === 0) return undefined;
  const names = new Set(values.flatMap((value) => text(value)?.toLowerCase().trim() ?? []));
  return names.size === 0 ? undefined : [...names].sort();
}

/** A number, also when it was sent as text. */
export function number(value: unknown): number | null {
  if (typeof value === 'string' && !/\S/.test(value)) return null;
  const read = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
  return Number.isFinite(read) ? read : null;
}

/** A whole number that is exact; a fraction is cut off. */
export function integer(value: unknown): number | null {
  const read = number(value);
  if (read === null) return null;
  const whole = Math.trunc(read);
  return Number.isSafeInteger(whole) ? whole : null;
}

/** True for the ways in which servers write yes: `true`, `1`, `"1"`, `"true"`. */
export const flag = (value: unknown): boolean =>
  value === true ||
  value === 1 ||
  value === '1' ||
  (typeof value === 'string' && value.toLowerCase() === 'true');

/** A time in unix seconds; zero and less mean that the server does not know. */
export function unixSeconds(value: unknown): number | null {
  const seconds = integer(value);
  return seconds !== null && seconds > 0 ? seconds : null;
}

/** An ISO date as unix seconds. Dates before 1970 stand for "never" on the servers that send them. */
export function isoSeconds(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : unixSeconds(time / 1000);
}
