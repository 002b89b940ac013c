import { filesLike, textOf } from './repository.js';

/** A default as it is written in the code; null where there is none that could be written into a file. */
export type Defaults = ReadonlyMap<string, string | null>;

const CONFIG_PROPERTY = /readonly (WS_[A-Z0-9_]+): [^=;]+(?:= ([^;]+))?;/g;
const LAUNCHER_KEY = /^ {2}(WS_[A-Z0-9_]+): (\d+|\{)/gm;

/** Every setting that some config class, or the launcher, reads. */
export function settingsInCode(): Defaults {
  const found = new Map<string, string | null>();
  const launcher = textOf('infra/local/lib/settings.mjs');
  for (const [, name = '', value = ''] of launcher.matchAll(LAUNCHER_KEY)) found.set(name, plain(value));
  for (const file of filesLike('{libs,services}/*/src/**/*.config.ts')) {
    for (const [, name = '', value = ''] of textOf(file).matchAll(CONFIG_PROPERTY)) {
      found.set(name, agreed(name, plain(value), found.get(name)));
    }
  }
  return found;
}

const SOURCES = filesLike('{libs,services}/*/src/**/*.ts')
  .filter((file) => !/\.spec\.ts$|\/settings\/registry\//.test(file))
  .concat(filesLike('infra/{local,docker}/**/*.mjs'))
  .map((file) => ({ file, text: textOf(file) }));

/** The files that name a setting, but for the list itself. A timer is named by its task. */
export function readersOf(name: string): string[] {
  const spelled = name.startsWith('WS_CRON_') ? 'WS_CRON_' : name;
  return SOURCES.filter(({ text }) => text.includes(spelled)).map(({ file }) => file);
}

/** Two services that read one setting must not mean two things by its absence. */
function agreed(name: string, value: string | null, before: string | null = null): string | null {
  if (before !== null && before !== value)
    throw new Error(`${name} has two defaults: ${before} and ${String(value)}`);
  return value;
}

function plain(value: string): string | null {
  if (['', 'null', '{'].includes(value)) return null;
  return /^'.*'$/.test(value) ? value.slice(1, -1) : value.replaceAll('_', '');
}

export interface ExampleLine {
  readonly name: string;
  readonly value: string;
  /** Whether compose.yaml takes it from a file `.env` beside it. */
  readonly isForCompose: boolean;
}

/** The settings of `.env.example`. All are commented out, so that a copy of the file changes nothing. */
export function exampleLines(text: string): ExampleLine[] {
  let comment = '';
  let wasSetting = false;
  return text.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^#([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (name === '') {
      comment = wasSetting ? line : comment + line;
      wasSetting = false;
      return [];
    }
    wasSetting = true;
    return [{ name, value, isForCompose: comment.includes('[compose]') }];
  });
}
