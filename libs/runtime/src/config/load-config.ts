import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { ConfigSources, type RawSettings } from './config-sources.js';

export type ConfigClass<T extends object> = new () => T;

/** Settings that cannot be used; the message names every problem at once and no value. */
export class InvalidConfig extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`invalid settings: ${problems.join('; ')}`);
    this.name = 'InvalidConfig';
  }
}

/**
 * Reads a config class: a property is a setting, its initial value the default, its written type the conversion and its
 * class-validator decorators the check; of a setting with several problems the uppermost decorator's is told. The
 * result is frozen.
 */
export function loadConfig<T extends object>(Schema: ConfigClass<T>, sources = new ConfigSources()): T {
  return readConfig(Schema, sources.read());
}

export function readConfig<T extends object>(Schema: ConfigClass<T>, settings: RawSettings): T {
  const config = new Schema();
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(config)) {
    const value = settings[name];
    if (value !== undefined) given[name] = converted(value, Reflect.getMetadata('design:type', config, name));
  }
  Object.assign(config, given);
  const problems = validateSync(config).map(
    ({ constraints = {} }) => Object.values(constraints).at(-1) ?? '',
  );
  if (problems.length > 0) throw new InvalidConfig(problems);
  return Object.freeze(config);
}

const TRUE_WORDS = new Set(['true', '1', 'on', 'yes']);
const FALSE_WORDS = new Set(['false', '0', 'off', 'no']);

/** What cannot be converted stays text, so that the validator names it. */
function converted(value: string, type: unknown): unknown {
  if (type === Number) return value.trim() === '' ? value : Number(value);
  if (type !== Boolean) return value;
  const word = value.trim().toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : value;
}
