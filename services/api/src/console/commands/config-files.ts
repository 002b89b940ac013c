import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { DataFolder, settingNamed, SettingsReader, SettingsWriter } from '#libs/runtime';
import { CommandFailed } from '../command-failed.js';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import { flag, text, USER } from '../options.js';

const DUMP = {
  location: text('l', 'A folder inside the data folder; config when absent'),
  override: flag('w', 'Although the file is there already'),
  current: flag('', 'The real backends in place of examples'),
  tokens: flag('', 'With --current: write their tokens, too'),
  user: USER,
};

const SERVERS = `# One block for each backend. Tokens and ids are examples.
my_plex_server:
  type: plex
  url: http://plex:32400
  token: YOUR_PLEX_TOKEN
  user: 1
  uuid: SERVER_IDENTIFIER
  import:
    enabled: true
  export:
    enabled: true
  options:
    client:
      timeout: 300
my_jellyfin_or_emby_server:
  type: jellyfin
  url: http://jellyfin:8096
  token: YOUR_API_KEY
  user: USER_ID
  uuid: SERVER_IDENTIFIER
  import:
    enabled: true
  export:
    enabled: false
  options:
    IMPORT_METADATA_ONLY: false
`;

const CONFIG = `# Settings that win over config/.env. Every setting may stand here under its own name.
#WS_TZ: Europe/Paris
#WS_CRON_IMPORT: true
#WS_CRON_IMPORT_AT: 0 */6 * * *
`;

const KINDS: Readonly<Record<string, { readonly file: string; readonly text: string }>> = {
  servers: { file: 'servers.yaml', text: SERVERS },
  config: { file: 'config.yaml', text: CONFIG },
};

/** Writes example files (cli.md 4). */
@Injectable()
export class ConfigDump extends ConsoleCommand<typeof DUMP> {
  readonly name = 'config:dump';
  readonly summary = 'Write an example of a configuration file';
  readonly options = DUMP;
  override readonly args = [{ name: 'type', about: 'servers or config' }];
  override readonly examples = ['servers', 'config -w', 'servers --current --tokens -w'];

  constructor(private readonly folder: DataFolder) {
    super();
  }

  async run({ options, args: [type = ''] }: Wish<typeof DUMP>, { api, printer }: Scene): Promise<ExitCode> {
    const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
    if (!kind)
      throw new CommandFailed(
        `There is no example of ${type}; there are ${Object.keys(KINDS).join(' and ')}.`,
      );
    const path = this.pathOf(options.location, kind.file);
    if (existsSync(path) && !options.override)
      throw new CommandFailed(`${path} is there already; -w writes over it.`);
    const content =
      options.current && type === 'servers'
        ? await api.about(options.user).get<string>('system/servers', { tokens: options.tokens })
        : kind.text;
    try {
      writeFileSync(path, content, { mode: 0o600 });
    } catch {
      throw new CommandFailed(`${path} cannot be written.`);
    }
    printer.line(path);
    return 0;
  }

  private pathOf(location: string | undefined, file: string): string {
    if (location !== undefined && !/^[\w-]+(\/[\w-]+)*$/.test(location))
      throw new CommandFailed('--location is a folder inside the data folder, such as config.');
    const folder = location === undefined ? this.folder.config : join(this.folder.root, location);
    mkdirSync(folder, { recursive: true });
    return join(folder, file);
  }
}

const GENERATE = { override: flag('w', 'Make another key although there is one') };

/** The second key, for webhooks of an older installation; in the file and under the name of old (cli.md 4). */
@Injectable()
export class ConfigGenerate extends ConsoleCommand<typeof GENERATE> {
  readonly name = 'config:generate';
  readonly summary = 'Make a key for webhooks, when there is none';
  readonly options = GENERATE;
  private readonly reader = new SettingsReader();
  private readonly writer = new SettingsWriter();

  run({ options }: Wish<typeof GENERATE>, { printer }: Scene): Promise<ExitCode> {
    const setting = settingNamed('WS_WEBHOOK_API_KEY');
    if (!setting) throw new Error('there is no setting WS_WEBHOOK_API_KEY');
    const hasOne = this.reader.text(setting.name) !== '';
    if (hasOne && !options.override) return Promise.resolve(0);
    const key = randomBytes(16).toString('hex');
    this.writer.set(setting, key);
    printer.line(`The key for webhooks is ${key}; it counts within seconds.`);
    return Promise.resolve(0);
  }
}
