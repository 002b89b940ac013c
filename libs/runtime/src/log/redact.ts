const SECRET_NAME =
  /token|api_?-?key|passw(or)?d|secret|cookie|authorization|credential|x-emby|(^|_)pin$|(database|cache|redis|postgres)_?url$/i;
const SECRET_VALUE = '[redacted]';

const URL_USER = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]*@/gi;
const URL_QUERY = /((?:[a-z][a-z0-9+.-]*:\/)?\/[^\s?"'<>]*)\?[^\s"'<>]+/gi;
const KEY_VALUE =
  /\b((?:x-)?(?:plex-|emby-|mediabrowser-)?(?:api_?-?key|token|passw(?:or)?d|secret)["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi;
const BEARER = /\b(bearer|token|basic)\s+[a-z0-9._~+/=-]{8,}/gi;

const DEEPEST = 6;

/** A text without credentials: user part and query of URLs, `key=value` pairs and authorization headers. */
export const redactText = (text: string): string =>
  text
    .replace(URL_USER, `$1${SECRET_VALUE}@`)
    .replace(URL_QUERY, `$1?${SECRET_VALUE}`)
    .replace(KEY_VALUE, `$1${SECRET_VALUE}`)
    .replace(BEARER, `$1 ${SECRET_VALUE}`);

/** A copy fit for a log: secrets blanked by name and by look, errors cut down to what describes them. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= DEEPEST) return '[deep]';
  if (value instanceof Error) return describeError(value, depth);
  if (Array.isArray(value)) return value.map((entry) => redact(entry, depth + 1));
  return redactFields(value, depth + 1);
}

export function redactFields(fields: object, depth = 0): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    clean[name] = isSecret(name, value) ? SECRET_VALUE : redact(value, depth);
  }
  return clean;
}

const isSecret = (name: string, value: unknown): boolean =>
  SECRET_NAME.test(name) && value !== null && value !== undefined && typeof value !== 'boolean';

/** Only the describing parts: an HTTP client's error also carries its request, headers and all. */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const code = 'code' in error ? error.code : undefined;
  const key = 'key' in error ? error.key : undefined;
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof key === 'string' ? { key } : {}),
    ...(error.stack ? { stack: redactText(error.stack) } : {}),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
  };
}
