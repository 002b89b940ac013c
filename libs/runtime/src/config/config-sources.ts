import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { parse as parseYaml } from 'yaml';
import { flattenYaml, inTodaysWords } from './config-yaml.js';

/** Raw settings by name. An empty text means "not set", because that is what compose passes on for an unset variable. */
export type RawSettings = Readonly<Record<string, string>>;
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a setting was found. */
export interface SettingLayers {
  readonly environment: RawSettings;
  /** `config/.env` */
  readonly file: RawSettings;
  /** `config/config.yaml` */
  readonly yaml: RawSettings;
}

/** Where settings come from; the only reader of `process.env` in the code base. */
export class ConfigSources {
  /** The folder of everything that must survive; itself set by the environment alone. */
  readonly dataPath: string;

  private readonly environment: Environment;

  constructor(environment: Environment = process.env) {
    this.environment = { ...environment };
    this.dataPath = resolve(environment['WS_DATA_PATH'] || './data');
  }

  get files(): readonly [env: string, yaml: string] {
    return [join(this.dataPath, 'config', '.env'), join(this.dataPath, 'config', 'config.yaml')];
  }

  /**
   * Later wins: environment, then `config/.env`, then `config/config.yaml` (contract.md 2). A key in a file of its own,
   * as a compose secret is, wins over them all.
   */
  read(): RawSettings {
    const { environment, file, yaml } = this.layers();
    const settings = { ...environment, ...file, ...yaml };
    return { ...settings, ...keyIn(settings[KEY_FILE]) };
  }

  layers(): SettingLayers {
    const [envFile, yamlFile] = this.files;
    return {
      environment: given(this.environment),
      file: given(parseFile(envFile, parseEnv)),
      yaml: given(parseFile(yamlFile, (text) => flattenYaml(parseYaml(text)))),
    };
  }
}

const KEY_FILE = 'WS_SECRET_KEY_FILE';

function keyIn(path: string | undefined): RawSettings {
  if (path === undefined) return {};
  const text = readIfPresent(path)?.trim();
  if (text) return { WS_SECRET_KEY: text };
  throw new Error(`${KEY_FILE} names ${path}, which is ${text === '' ? 'empty' : 'not there'}`);
}

const given = (values: Environment): RawSettings => {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') found[name] = value;
  return inTodaysWords(found);
};

function parseFile(path: string, parse: (text: string) => Environment): Environment {
  const text = readIfPresent(path);
  if (text === null) return {};
  try {
    return parse(text);
  } catch (cause) {
    const [firstLine] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new Error(`${path} cannot be read: ${firstLine}`, { cause });
  }
}

export function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new Error(`${path} cannot be read`, { cause: error });
  }
}
