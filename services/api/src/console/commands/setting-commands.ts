import { CommandFailed } from '../command-failed.js';
import type { ExitCode, Scene } from '../console-command.js';
import { flag, text } from '../options.js';
import { command } from './simple-command.js';

interface SettingCard {
  readonly key: string;
  readonly value?: string | null;
  readonly mask: boolean;
  readonly source: string;
  readonly description: string;
}

const COLUMNS = { key: 'key', value: 'value', source: 'source', description: 'description' };

const rowOf = ({ key, value, mask, source, description }: SettingCard) => ({
  key,
  value: mask ? '*HIDDEN*' : (value ?? ''),
  source,
  description,
});

async function list({ api, printer }: Scene, onlySet: boolean): Promise<ExitCode> {
  const { data, file } = await api.get<{ readonly data: readonly SettingCard[]; readonly file: string }>(
    'system/env',
    onlySet ? { set: true } : {},
  );
  printer.info(`The file is ${file}.`);
  printer.table(COLUMNS, data.map(rowOf));
  return 0;
}

async function set({ api, printer }: Scene, key: string, value: string): Promise<ExitCode> {
  printer.table(COLUMNS, [
    rowOf(await api.post<SettingCard>(`system/env/${encodeURIComponent(key)}`, { value })),
  ]);
  return 0;
}

async function unset({ api, printer }: Scene, key: string): Promise<ExitCode> {
  printer.table(COLUMNS, [rowOf(await api.delete<SettingCard>(`system/env/${encodeURIComponent(key)}`))]);
  return 0;
}

const EXPOSE = flag('x', 'Accepted: secrets can be written, never read');

export const EnvList = command({
  name: 'env:list',
  summary: 'List the settings with what counts now',
  options: { set: flag('s', 'Only those that are set'), expose: EXPOSE },
  run: ({ options }, scene) => list(scene, options.set),
});

export const EnvAdd = command({
  name: 'env:add',
  summary: 'Set a setting; it counts within seconds',
  options: {},
  args: [
    { name: 'key', about: 'Its name, such as WS_CRON_IMPORT_AT', suggests: 'setting' },
    { name: 'value', about: 'Its value', secret: true },
  ],
  examples: ["WS_CRON_IMPORT_AT '0 */6 * * *'"],
  run: ({ args: [key = '', value = ''] }, scene) => set(scene, key, value),
});

export const EnvDelete = command({
  name: 'env:delete',
  summary: 'Unset a setting; its default counts again',
  options: {},
  args: [{ name: 'key', about: 'Its name', suggests: 'setting' }],
  run: ({ args: [key = ''] }, scene) => unset(scene, key),
});

export const SystemEnv = command({
  name: 'system:env',
  summary: 'List, set or unset settings; the older form of env:list and env:add',
  options: {
    key: text('k', 'The setting', { suggests: 'setting' }),
    edit: text('e', 'Its new value', { secret: true }),
    delete: flag('d', 'Unset it'),
    list: flag('l', 'List all'),
    expose: EXPOSE,
  },
  run: async ({ options: { key, edit, delete: isUnset } }, scene) => {
    if (key === undefined) {
      if (edit !== undefined || isUnset) throw new CommandFailed('Name the setting: -k <key>.');
      return list(scene, false);
    }
    if (isUnset) return unset(scene, key);
    if (edit !== undefined) return set(scene, key, edit);
    scene.printer.table(COLUMNS, [
      rowOf(await scene.api.get<SettingCard>(`system/env/${encodeURIComponent(key)}`)),
    ]);
    return 0;
  },
});
