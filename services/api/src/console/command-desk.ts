import { Injectable } from '@nestjs/common';
import { type ConsoleRunRecord, ConsoleRuns, type NewConsoleRun, Runs } from '#libs/database';
import { commandsQueue, InjectProducer, Producer, QueueUnavailable } from '#libs/queue';
import { Logger, redactText, SecretBox } from '#libs/runtime';
import { ApiProblem, missing } from '../http/api-problem.js';
import { CommandRegistry } from './command-registry.js';
import type { AnyCommand } from './console-command.js';
import { lineOf, wordsOf, WrongUsage } from './command-words.js';

export const LONGEST_COMMAND_S = 7_200;
/** Enough for every person and page; a loop that goes wrong must not fill the queue. */
const MOST_WAITING = 50;

export interface Order {
  readonly line: string;
  readonly askedBy: string;
  readonly task?: string;
  readonly reference?: string;
  readonly dueAt?: Date;
  readonly hasColours?: boolean;
  readonly timeLimit?: number;
}

/** Takes orders for commands: stored first, then the worker is told. */
@Injectable()
export class CommandDesk {
  constructor(
    private readonly commands: CommandRegistry,
    private readonly consoleRuns: ConsoleRuns,
    private readonly runs: Runs,
    @InjectProducer(commandsQueue) private readonly queue: Producer<typeof commandsQueue>,
    private readonly box: SecretBox,
    private readonly logger: Logger,
  ) {}

  /** Null when one of the same reference is under way. */
  async take(order: Order): Promise<ConsoleRunRecord | null> {
    const { waiting } = await this.consoleRuns.load();
    if (waiting >= MOST_WAITING)
      throw new ApiProblem(
        429,
        'too-many-commands',
        `${waiting} commands are waiting already; wait for some to end.`,
      );
    const run = await this.consoleRuns.add(this.recordOf(order));
    if (!run) return null;
    this.logger.info('command ordered', {
      run: run.id,
      command: run.line,
      askedBy: run.askedBy,
      task: run.task,
    });
    if (run.dueAt === null || run.dueAt <= new Date()) await this.ring(run.id);
    return run;
  }

  async find(id: string): Promise<ConsoleRunRecord> {
    const run = await this.consoleRuns.find(id);
    if (!run) throw missing('command', id);
    return run;
  }

  /** A queued one ends at once, a running one at its next beat; one that is over stays as it is. */
  async cancel(id: string): Promise<ConsoleRunRecord> {
    await this.find(id);
    await this.runs.cancel(id);
    return this.find(id);
  }

  /** Tells the worker. While Redis is away the relay finds it. */
  async ring(runId: string): Promise<void> {
    try {
      await this.queue.add('command-run', { runId });
    } catch (error) {
      if (!(error instanceof QueueUnavailable)) throw error;
      this.logger.warn('command left for the relay', { run: runId });
    }
  }

  private recordOf(order: Order): NewConsoleRun {
    const line = order.line.trim();
    const shown = this.withoutSecrets(line);
    return {
      line: shown,
      sealedLine: shown === line ? null : this.box.seal(line),
      task: order.task ?? null,
      reference: order.reference ?? null,
      askedBy: order.askedBy,
      dueAt: order.dueAt ?? null,
      hasColours: order.hasColours ?? false,
      timeLimit: order.timeLimit ?? LONGEST_COMMAND_S,
    };
  }

  /** The line as anybody may read it. What cannot be read as a line at all is refused when its turn comes. */
  private withoutSecrets(line: string): string {
    try {
      const [name = '', ...words] = wordsOf(line);
      const secrets = this.commands.has(name) ? secretsIn(this.commands.find(name), words) : [];
      if (secrets === null) return `${name} ***`;
      const shown = words.map((word) =>
        secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), redactText(word)),
      );
      return shown.every((word, index) => word === words[index])
        ? redactText(line)
        : lineOf([name, ...shown]);
    } catch (error) {
      if (error instanceof WrongUsage) return redactText(line);
      throw error;
    }
  }
}

/** What is given for options and arguments that are secret; null when that cannot be told from the rest. */
function secretsIn(command: AnyCommand, words: readonly string[]): readonly string[] | null {
  const options = Object.entries(command.options).flatMap(([name, option]) =>
    option.kind === 'text' && option.secret === true ? [name] : [],
  );
  if (options.length === 0 && !command.args.some(({ secret }) => secret === true)) return [];
  try {
    const { parsed } = command.prepare(words);
    const given = [
      ...options.map((name) => parsed.options[name]),
      ...parsed.args.filter((_, index) => command.args[index]?.secret === true),
    ];
    return given.filter((value): value is string => typeof value === 'string' && value !== '');
  } catch {
    return null;
  }
}
