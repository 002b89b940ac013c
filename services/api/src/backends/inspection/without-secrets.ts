const SECRET = /token|api_?key|password|passwd|secret|authorization|cookie|\bpin\b/i;
const MASK = '***';
const DEEPEST = 40;

/** A foreign answer to be shown: what could open a door is masked, by its name and inside addresses. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return null;
  if (typeof value === 'string')
    return value.replace(/([?&][^=&#\s]*(?:token|key|pin)[^=&#\s]*=)[^&#\s]*/gi, `$1${MASK}`);
  if (Array.isArray(value)) return value.map((each) => withoutSecrets(each, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET.test(name) && typeof inner === 'string' && inner !== ''
        ? MASK
        : withoutSecrets(inner, depth + 1),
    ]),
  );
}
