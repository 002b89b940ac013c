import { Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { ConsoleCommand, type ExitCode, type Scene, type Wish } from '../console-command.js';
import { flag, text, texts } from '../options.js';

const OPTIONS = {
  run: flag('', 'Run the due tasks, or the one that is named, and print what they print'),
  task: text('t', 'The task', { suggests: 'task' }),
  'save-log': flag('', 'Accepted: what tasks print is always in task.YYYYMMDD.log'),
  args: texts('a', 'Other arguments than those of the settings; may be repeated'),
  live: flag('', 'Accepted: what a task prints comes as it is printed'),
};

interface TaskCard {
  readonly name: string;
  readonly command: string;
  readonly args: string;
  readonly timer: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly next_run: string | null;
  readonly timezone: string;
}

interface CommandCard {
  readonly token: string;
  readonly status: string;
  readonly exit_code: number | null;
}

/** Lists the tasks or runs them (cli.md 5). */
@Injectable()
export class SystemTasks extends ConsoleCommand<typeof OPTIONS> {
  readonly name = 'system:tasks';
  readonly summary = 'List the scheduled tasks, or run them';
  readonly options = OPTIONS;
  override readonly examples = ['', '--run -t import', '-o json'];

  async run({ options }: Wish<typeof OPTIONS>, scene: Scene): Promise<ExitCode> {
    const { tasks } = await scene.api.get<{ readonly tasks: readonly TaskCard[] }>('tasks');
    if (options.task === undefined && !options.run) {
      scene.printer.table(COLUMNS, tasks.map(rowOf));
      return 0;
    }
    const named =
      options.task === undefined
        ? null
        : await scene.api.get<TaskCard>(`tasks/${encodeURIComponent(options.task)}`);
    if (!options.run) {
      scene.printer.table(COLUMNS, named ? [rowOf(named)] : []);
      return 0;
    }
    const wanted = named ? [named] : tasks.filter(isDue);
    if (wanted.length === 0) scene.printer.notice('No task is due.');
    let code: ExitCode = 0;
    for (const task of wanted) code = Math.max(code, await this.carryOut(task, options.args, scene));
    return code;
  }

  private async carryOut(task: TaskCard, args: readonly string[], scene: Scene): Promise<ExitCode> {
    scene.printer.notice(`Running the task '${task.name}'.`);
    const { token } = await scene.api.post<CommandCard>(
      `tasks/${task.name}/queue`,
      args.length > 0 ? { args: args.join(' ') } : {},
    );
    let shown = 0;
    for (;;) {
      const run = await scene.api.get<CommandCard>(`system/command/${token}/state`);
      const { lines } = await scene.api.get<{
        readonly lines: readonly { readonly sequence: number; readonly text: string }[];
      }>(`system/command/${token}/output`, { since: shown });
      for (const { sequence, text: line } of lines) {
        scene.printer.line(line);
        shown = sequence;
      }
      if (lines.length === 0 && run.status !== 'queued' && run.status !== 'running')
        return run.exit_code ?? 1;
      if (lines.length === 0) await pause(200, undefined, { signal: scene.signal });
    }
  }
}

const COLUMNS = {
  name: 'name',
  command: 'command',
  options: 'options',
  timer: 'timer',
  description: 'description',
  next_run: 'NextRun',
};

const rowOf = (task: TaskCard) => ({
  name: task.name,
  command: task.command,
  options: task.args,
  timer: task.timer,
  description: task.description,
  next_run: task.next_run ?? 'off',
});

/** A task whose minute is this one. */
const isDue = ({ enabled, next_run: next }: TaskCard): boolean =>
  enabled && next !== null && Date.parse(next) - Date.now() <= 60_000;
