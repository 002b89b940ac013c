import type { Level } from 'pino';

/** The names of the environment files in use, and what pino calls them. */
const LEVELS = {
  debug: 'debug',
  info: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  critical: 'fatal',
  alert: 'fatal',
  emergency: 'fatal',
  fatal: 'fatal',
} as const satisfies Record<string, Level>;

type LevelName = keyof typeof LEVELS;

const isLevelName = (name: string): name is LevelName => Object.hasOwn(LEVELS, name);

export const LEVEL_NAMES = Object.keys(LEVELS);

export function pinoLevel(name: string): Level {
  const lower = name.toLowerCase();
  return isLevelName(lower) ? LEVELS[lower] : 'info';
}
