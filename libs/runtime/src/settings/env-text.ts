import { parseEnv } from 'node:util';

/** The text of an environment file that nobody can change line by line without guessing. */
export class UnclearEnvFile extends Error {
  constructor(name: string) {
    super(`config/.env cannot be changed at ${name} without touching other lines; change it by hand`);
    this.name = 'UnclearEnvFile';
  }
}

/**
 * The text with one setting set, or taken out by null. Comments, blank lines, order and every other setting stay as
 * their owner wrote them; of a setting that stands there twice the last line counts and stays.
 */
export function withEnvValue(text: string, name: string, value: string | null): string {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const places = lines.flatMap((line, index) => (nameIn(line) === name ? [index] : []));
  const last = places.at(-1);
  const kept = lines.flatMap((line, index) => {
    if (!places.includes(index)) return [line];
    return index === last && value !== null ? [envLine(name, value)] : [];
  });
  if (last === undefined && value !== null) kept.push(envLine(name, value));
  const changed = kept.length === 0 ? '' : `${kept.join('\n')}\n`;
  if (!differOnlyAt(name, { before: text, after: changed, value })) throw new UnclearEnvFile(name);
  return changed;
}

const nameIn = (line: string): string | undefined => /^\s*(?:export\s+)?([\w.]+)\s*=/.exec(line)?.[1];

/** What needs no quotes is written without, as a person would. */
function envLine(name: string, value: string): string {
  if (/^[\w.,:/@%+={}~^-]+$/.test(value)) return `${name}=${value}`;
  const quote = ["'", '"', '`'].find((mark) => !value.includes(mark));
  return quote === undefined ? `${name}=${value}` : `${name}=${quote}${value}${quote}`;
}

/** A value over several lines, or one that holds every kind of quote, shows here. */
function differOnlyAt(
  name: string,
  {
    before,
    after,
    value,
  }: { readonly before: string; readonly after: string; readonly value: string | null },
): boolean {
  const wanted = { ...parseEnv(before) };
  if (value === null) Reflect.deleteProperty(wanted, name);
  else wanted[name] = value;
  const found = parseEnv(after);
  const names = new Set([...Object.keys(wanted), ...Object.keys(found)]);
  return [...names].every((each) => wanted[each] === found[each]);
}
