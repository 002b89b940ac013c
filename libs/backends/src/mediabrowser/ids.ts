const GUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Servers write one id with or without dashes and in either case; ours is 32 lower-case hex digits. */
export const canonicalId = (id: string): string =>
  GUID.test(id) ? id.replaceAll('-', '').toLowerCase() : id;

export const sameId = (a: string, b: string): boolean => canonicalId(a) === canonicalId(b);
