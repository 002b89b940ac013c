import { CronExpressionParser } from 'cron-parser';
import ipaddr from 'ipaddr.js';
import type { Setting, SettingType } from './setting.js';

/** A value that fits, as it is to be written down; or, for a person, what would fit. */
export type CheckedValue = { readonly value: string } | { readonly problem: string };

const LONGEST = 4_096;
const TRUE_WORDS = new Set(['true', '1', 'on', 'yes']);
const FALSE_WORDS = new Set(['false', '0', 'off', 'no']);
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** Checks a value as it comes from a person, an environment or a file. Messages never quote it: it may be a secret. */
export function checkSetting(setting: Setting, text: string): CheckedValue {
  const value = text.trim();
  if (value === '') return { problem: 'must not be empty; unset it to go back to its default' };
  if (value.length > LONGEST) return { problem: `must have ${LONGEST} characters at most` };
  if (CONTROL.test(value)) return { problem: 'must not hold control characters or line breaks' };
  return CHECKS[setting.type](setting, value);
}

type Check = (setting: Setting, value: string) => CheckedValue;

const CHECKS: Readonly<Record<SettingType, Check>> = {
  text: ({ pattern, rule }, value) =>
    pattern && !pattern.test(value) ? { problem: rule ?? 'is not in the right form' } : { value },
  bool: (_, value) => wordOf(value.toLowerCase()),
  int: (setting, value) =>
    /^[+-]?\d+$/.test(value)
      ? inRange(setting, value)
      : { problem: `must be a whole number${rangeOf(setting)}` },
  number: (setting, value) =>
    /^[+-]?\d+(\.\d+)?$/.test(value)
      ? inRange(setting, value)
      : { problem: `must be a number${rangeOf(setting)}` },
  choice: ({ choices = [] }, value) => {
    const found = choices.find((choice) => choice === value.toLowerCase());
    return found === undefined ? { problem: `must be one of ${choices.join(', ')}` } : { value: found };
  },
  url: ({ protocols = [] }, value) =>
    URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1))
      ? { value }
      : { problem: `must be an address that starts with ${protocols.join(':// or ')}://` },
  cron: (_, value) => cronOf(value),
  age: (_, value) =>
    ageInSeconds(value) === null ? { problem: 'must be an age such as 7d, 12h or -7 DAYS' } : { value },
  timezone: (_, value) =>
    isTimeZone(value) ? { value } : { problem: 'must be the name of a time zone such as Europe/Paris' },
  networks: (_, value) => networksOf(value),
};

function wordOf(word: string): CheckedValue {
  if (TRUE_WORDS.has(word)) return { value: 'true' };
  if (FALSE_WORDS.has(word)) return { value: 'false' };
  return { problem: 'must be true or false (or 1, 0, on, off, yes, no)' };
}

function inRange(setting: Setting, value: string): CheckedValue {
  const { min = -Infinity, max = Infinity } = setting;
  const number = Number(value);
  return number >= min && number <= max
    ? { value: String(number) }
    : { problem: `must be a number${rangeOf(setting)}` };
}

const rangeOf = ({ min, max }: Setting): string =>
  min === undefined || max === undefined ? '' : ` between ${min} and ${max}`;

/** Outer quotes are taken off, as they come from an environment file that was read by somebody else. */
function cronOf(text: string): CheckedValue {
  const value = text.replace(/^(["'])(.*)\1$/, '$2').trim();
  try {
    if (value.split(/\s+/).length !== 5) throw new RangeError('five fields');
    CronExpressionParser.parse(value).next();
    return { value };
  } catch {
    return {
      problem: 'must be a timer of five fields (minute, hour, day, month, weekday), such as 0 */6 * * *',
    };
  }
}

const AGE = /^-?(\d{1,5})\s*(s|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?|months?|y|years?)$/i;
const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  mo: 2_592_000,
  y: 31_536_000,
};

/** Reads `7d`, `12 hours` and the older `-7 DAYS`; null for anything else. */
export function ageInSeconds(text: string): number | null {
  const [, count, unit = ''] = AGE.exec(text.trim()) ?? [];
  if (count === undefined) return null;
  const word = unit.toLowerCase();
  const seconds = UNIT_SECONDS[word.startsWith('mo') ? 'mo' : word.charAt(0)];
  return seconds === undefined || Number(count) === 0 ? null : Number(count) * seconds;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}

function networksOf(value: string): CheckedValue {
  const networks = value.split(',').map((network) => network.trim());
  return networks.every((network) => ipaddr.isValidCIDR(network) || isAddress(network))
    ? { value: networks.join(',') }
    : { problem: 'must be networks such as 192.168.0.0/16 or fc00::/7, separated by commas' };
}

/** IPv4 in its usual form only: `10` would be valid, too, and is a mistake. */
const isAddress = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
