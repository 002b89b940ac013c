import { Inject, Injectable } from '@nestjs/common';
import {
  loadConfig,
  LocalClock,
  SCHEDULED_TASKS,
  settingNamed,
  type Setting,
  SettingsReader,
} from '#libs/runtime';
import { CommandRegistry } from '../console/command-registry.js';
import { missing } from '../http/api-problem.js';
import { nextRun, timerText } from './cron-text.js';
import { TasksConfig } from './tasks.config.js';

/** What the scheduler calls for each task (cli.md 5.1). */
const COMMANDS: Readonly<Record<string, string>> = {
  IMPORT: 'state:import',
  EXPORT: 'state:export',
  BACKUP: 'state:backup',
  PLAYLIST: 'state:playlist',
  INDEXES: 'db:index',
  VALIDATE: 'state:validate',
  MEDIA_HEALTH: 'state:media-health',
  PRUNE: 'system:prune',
};

const ALWAYS_ON: Readonly<Record<string, { readonly at: string; readonly about: string }>> = {
  PRUNE: { at: '*/5 * * * *', about: 'Prune: remove what is past its time' },
};

export interface TaskRecord {
  /** Lower case: `import`. */
  readonly name: string;
  readonly about: string;
  readonly command: string;
  readonly args: string;
  /** Cron, five fields. */
  readonly timer: string;
  readonly timerText: string;
  readonly isEnabled: boolean;
  /** Not for people: always on, and not in lists. */
  readonly isHidden: boolean;
  /** Null while it is off. */
  readonly nextRun: Date | null;
}

/** Knows the tasks: what each calls, and when by the settings as they stand. */
@Injectable()
export class TaskCatalogue {
  private readonly settings = new SettingsReader();
  private readonly clock = new LocalClock();

  constructor(
    private readonly commands: CommandRegistry,
    @Inject(TasksConfig) private readonly config: TasksConfig,
  ) {}

  /** Those whose command exists, in the order of the documentation. */
  list(): TaskRecord[] {
    const states = new Map(this.settings.all().map(({ setting, value }) => [setting.name, value]));
    return [...Object.entries(SCHEDULED_TASKS), ...Object.entries(ALWAYS_ON)]
      .filter(([name]) => this.commands.has(COMMANDS[name] ?? ''))
      .map(([name, { at, about }]) =>
        this.recordOf(name, { at, about, value: (key) => states.get(key) ?? '' }),
      );
  }

  find(name: string): TaskRecord {
    const wanted = name.toLowerCase().replaceAll('-', '_');
    const found = this.list().find((task) => task.name === wanted);
    if (!found) throw missing('task', /^[\w-]{1,40}$/.test(name) ? name : 'of this name');
    return found;
  }

  get zone(): string {
    return this.clock.zone;
  }

  /** Whether the scheduler is to call anything at all (`DISABLE_CRON`). */
  get isOff(): boolean {
    return this.config.DISABLE_CRON;
  }

  /** The setting behind one side of a task. */
  settingOf(task: TaskRecord, side: 'enabled' | 'timer' | 'args'): Setting | null {
    const suffix = { enabled: '', timer: '_AT', args: '_ARGS' }[side];
    return settingNamed(`WS_CRON_${task.name.toUpperCase()}${suffix}`);
  }

  private recordOf(
    key: string,
    { at, about, value }: { at: string; about: string; value: (name: string) => string },
  ): TaskRecord {
    const isHidden = key in ALWAYS_ON;
    const isEnabled = isHidden || value(`WS_CRON_${key}`) === 'true';
    const timer = (isHidden ? '' : value(`WS_CRON_${key}_AT`)) || at;
    return {
      name: key.toLowerCase(),
      about,
      command: COMMANDS[key] ?? '',
      args: value(`WS_CRON_${key}_ARGS`),
      timer,
      timerText: timerText(timer),
      isEnabled,
      isHidden,
      nextRun: isEnabled && !this.isOff ? nextRun(timer, this.clock.zone, new Date()) : null,
    };
  }
}

export const tasksConfig = (): TasksConfig => loadConfig(TasksConfig);
