import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { type BackendRecord, Backends, Identities } from '#libs/database';
import {
  ApiKeyConfig,
  DataFolder,
  HealthChecks,
  LiveConfig,
  redact,
  redactText,
  SecretBox,
  SettingsReader,
} from '#libs/runtime';
import { API_KEY } from '../auth/access.guard.js';
import { SuppressorDesk } from '../logs/suppressor-desk.js';
import { LogFiles } from '../logs/log-files.js';
import { TaskViewer } from '../tasks/task-viewer.js';
import { Caretaker } from './caretaker.js';
import type { ReportDto } from './system-care.dto.js';

const LINES = 60;
const LONGEST_READ = 256 * 1024;

/**
 * What somebody who helps needs to know, made of named facts only. Addresses are told without their host; and whatever
 * secret of this system should still be in it is cut out at the end by its very letters.
 */
@Injectable()
export class ReportWriter {
  constructor(
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly settings: SettingsReader,
    private readonly health: HealthChecks,
    private readonly caretaker: Caretaker,
    private readonly tasks: TaskViewer,
    private readonly suppressor: SuppressorDesk,
    private readonly files: LogFiles,
    private readonly folder: DataFolder,
    private readonly box: SecretBox,
    @Inject(API_KEY) private readonly apiKey: LiveConfig<ApiKeyConfig>,
  ) {}

  async write(): Promise<ReportDto> {
    const people = await this.identities.list();
    const lists = await Promise.all(people.map(({ id }) => this.backends.list(id)));
    const backends = lists.flat();
    const nameOf = new Map(people.map(({ id, name }) => [id, name]));
    const report = {
      generated_at: new Date().toISOString(),
      system: { ...this.system(), health: await this.health.look() },
      users: people.map(({ name, backends: names }) => ({ user: name, backends: names })),
      backends: backends.map((backend) => factsOf(backend, nameOf.get(backend.identityId) ?? '')),
      settings: this.setHere(),
      suppression: { rules: this.suppressor.list().map(({ rule }) => rule) },
      tasks: (await this.tasks.list()).tasks.map((task) => redact(task)),
      logs: this.lastLines(),
    };
    return JSON.parse(this.withoutSecrets(JSON.stringify(report), backends)) as ReportDto;
  }

  private system() {
    const { rss, heapUsed } = process.memoryUsage();
    const { version, sha, build, container } = this.caretaker.version();
    return {
      version,
      sha,
      build,
      container,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      uptime_seconds: Math.round(process.uptime()),
      memory: { rss, heap_used: heapUsed },
      timezone: this.files.zone,
    };
  }

  /** Settings that are not at their default; of secrets, that they are set. */
  private setHere(): Record<string, string> {
    const set = this.settings
      .all()
      .filter(({ source, setting }) => source !== 'default' && setting.isProtected !== true);
    return Object.fromEntries(
      set.map(({ setting, value, problem }) => [
        setting.name,
        setting.mask ? '***' : `${value ?? ''}${problem === null ? '' : ` (${problem})`}`,
      ]),
    );
  }

  /** The newest lines of today's log, as they are there: already without secrets. */
  private lastLines(): string[] {
    const [newest] = this.files.list().filter(({ type }) => type === 'app');
    if (!newest) return [];
    const text = readFileSync(newest.path, 'utf8').slice(-LONGEST_READ);
    return text.trimEnd().split('\n').slice(-LINES).map(redactText);
  }

  private withoutSecrets(text: string, backends: readonly BackendRecord[]): string {
    const own = [
      'WS_WEBHOOK_API_KEY',
      'WS_SECRET_KEY',
      'WS_SYSTEM_SECRET',
      'WS_SYSTEM_PASSWORD',
      'WS_DATABASE_URL',
      'WS_CACHE_URL',
    ];
    const secrets = [
      this.apiKey.value.WS_API_KEY,
      ...own.map((name) => this.settings.text(name)),
      ...backends.map(({ sealedToken }) => this.opened(sealedToken)),
    ];
    const clean = [...secrets.filter((secret) => secret.length >= 6), this.folder.root].reduce(
      (rest, secret) => rest.replaceAll(JSON.stringify(secret).slice(1, -1), '[redacted]'),
      text,
    );
    return withoutHosts(clean, backends);
  }

  private opened(sealed: string): string {
    try {
      return this.box.open(sealed);
    } catch {
      return '';
    }
  }
}

const factsOf = (backend: BackendRecord, user: string) => ({
  name: backend.name,
  user,
  type: backend.type,
  url: redactHost(backend.url),
  import: { enabled: backend.importEnabled, last_sync: backend.importLastSync },
  export: { enabled: backend.exportEnabled, last_sync: backend.exportLastSync },
  options: redact(backend.options),
  health: {
    status: backend.healthStatus,
    message: backend.healthMessage && redactText(backend.healthMessage),
  },
});

/** Log lines name the hosts, too. */
const withoutHosts = (text: string, backends: readonly BackendRecord[]): string =>
  [...new Set(backends.map(({ url }) => new URL(url).hostname))].reduce(
    (rest, host) =>
      rest.replace(new RegExp(`(?<![\\w.-])${host.replace(/[^\w]/g, '\\$&')}(?![\\w-])`, 'g'), '[host]'),
    text,
  );

const redactHost = (text: string): string => {
  const { protocol, port, pathname } = new URL(text);
  return `${protocol}//[host]${port === '' ? '' : `:${port}`}${pathname}`;
};
