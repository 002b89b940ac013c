import { identityNameOf } from '#libs/core';

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/**
 * The mapping of older versions, `{version, map: [{backend: {name, replace_with?, options}}]}`, in the form of today
 * (ID-11); anything else stays as it is. What is wrong in it stays wrong, for the check of today's form to name.
 */
export function fromOldMapping(value: unknown): unknown {
  const { map, ...rest } = fieldsOf(value);
  if (map === undefined || 'identities' in rest) return value;
  return { ...rest, identities: Array.isArray(map) ? map.map((row) => toGroup(fieldsOf(row))) : map };
}

function toGroup(row: Fields): Fields {
  const members = Object.entries(row).map(([backend, account]) => toMember(backend, fieldsOf(account)));
  const names = Object.values(row)
    .map(nameIn)
    .filter((name) => name !== '');
  return { identity: mostFrequent(names.map(identityNameOf)), members };
}

function toMember(backend: string, { name, options }: Fields): Fields {
  const pin = fieldsOf(options)['PLEX_USER_PIN'];
  const isPin = typeof pin === 'string' || typeof pin === 'number';
  return { backend, username: name, ...(isPin ? { pin: String(pin) } : {}) };
}

/** `replace_with` is how an account is to be called where its own name says nothing. */
function nameIn(account: unknown): string {
  const { name, replace_with: better, options } = fieldsOf(account);
  const given = better ?? fieldsOf(options)['replace_with'] ?? name;
  return typeof given === 'string' ? given : '';
}

/** The first of the most frequent ones (ID-12). */
function mostFrequent(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
