import { type GuidCheck, LONGEST_GUID } from '#libs/core';
import { RE2JS } from 're2js';

const LONGEST_PATTERN = 200;
/** As the reference writes them: `/^\d+$/i`. */
const DELIMITED = /^\/(.*)\/([a-z]*)$/is;

const FLAGS: ReadonlyMap<string, number> = new Map([
  ['i', RE2JS.CASE_INSENSITIVE],
  ['s', RE2JS.DOTALL],
  ['m', RE2JS.MULTILINE],
  ['u', 0],
  ['D', 0],
]);

/**
 * The check that a person's pattern describes; null for what is no pattern here. It runs in time that grows with the
 * length of the value alone (RE2), so no pattern can hold up an import; look-around and back references, which cannot be
 * had that way, are refused.
 */
export function checkOf(pattern: string): GuidCheck | null {
  if (pattern === '' || pattern.length > LONGEST_PATTERN) return null;
  const [, body = pattern, letters = ''] = DELIMITED.exec(pattern) ?? [];
  const flags = Array.from(letters, (letter) => FLAGS.get(letter));
  if (flags.some((flag) => flag === undefined)) return null;
  try {
    const compiled = RE2JS.compile(
      body,
      flags.reduce<number>((all, flag) => all | (flag ?? 0), 0),
    );
    return (value) => value.length <= LONGEST_GUID && compiled.matcher(value).find();
  } catch {
    return null;
  }
}
