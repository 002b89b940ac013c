const SECRET_NAME = /token|api_?-?key|passw(or)?d|secret|cookie|authorization|^WS_/i;
const SECRET_PARAMETER = /([?&](?:x-plex-token|x-emby-token|api_?key|apikey|token)=)[^&#\s"']+/gi;
const HIDDEN = '***';

/**
 * A copy of a payload that may be stored (contract.md 6.1): members named like a credential are left out, credentials in
 * addresses and our own keys inside texts are blanked. All else stays, ids in addresses included. What Postgres cannot
 * hold in a text (a zero, half a character) is mended.
 */
export function withoutSecrets(value: unknown, ownKeys: readonly string[]): unknown {
  if (typeof value === 'string') return withoutSecretText(value, ownKeys);
  if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry, ownKeys));
  if (typeof value !== 'object' || value === null) return value;
  const kept: [string, unknown][] = [];
  for (const [name, entry] of Object.entries(value))
    if (!SECRET_NAME.test(name)) kept.push([storable(name), withoutSecrets(entry, ownKeys)]);
  return Object.fromEntries(kept);
}

function withoutSecretText(text: string, ownKeys: readonly string[]): string {
  const blanked = storable(text).replace(SECRET_PARAMETER, `$1${HIDDEN}`);
  return ownKeys.filter((key) => key !== '').reduce((clean, key) => clean.replaceAll(key, HIDDEN), blanked);
}

const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
