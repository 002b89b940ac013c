import { Injectable } from '@nestjs/common';
import { type ConsoleEnding, type ConsoleRunRecord, ConsoleRuns, RunLocks, Runs } from '#libs/database';
import { Logger, SecretBox } from '#libs/runtime';
import { LogFiles } from '../logs/log-files.js';
import { ApiRefusal, OwnApi } from './api-caller.js';
import { helpFor, listOf } from './command-help.js';
import { CommandFailed } from './command-failed.js';
import { type Manner, WrongValue } from './command-parser.js';
import { CommandRegistry } from './command-registry.js';
import { wordsOf, WrongUsage } from './command-words.js';
import type { Prepared, Scene } from './console-command.js';
import { Deadline } from './deadline.js';
import { OutputWriter } from './output-writer.js';
import { Printer } from './printer.js';

const FAILED = 1;
const WRONG_USAGE = 2;
const TIMED_OUT = 124;
const CANCELLED = 130;

/** As a shell tells it of what was killed. */
const INTERRUPTED_CODE = 137;
const INTERRUPTED =
  'The service was stopped while the command was under way. Look how far it came, then run it again.';

const PLAIN: Manner = {
  verbosity: 0,
  shape: 'table',
  isJsonl: false,
  hasContext: false,
  hasTrace: false,
  hasColours: null,
  logFile: null,
};

/** The process died while it carried the command out, and nobody knows how far it had come. */
class Interrupted extends Error {}

/** Something that a person has to agree to first, and has not. */
class NotAgreed extends Error {}

interface Performance {
  readonly run: ConsoleRunRecord;
  readonly printer: Printer;
  readonly deadline: Deadline;
  readonly isRepeatable: boolean;
}

/** Carries out console runs: in this process, without any shell. */
@Injectable()
export class CommandRunner {
  /** What a person has to agree to, of runs that ended with a question. */
  private readonly asked = new Map<string, string>();

  constructor(
    private readonly commands: CommandRegistry,
    private readonly consoleRuns: ConsoleRuns,
    private readonly runs: Runs,
    private readonly locks: RunLocks,
    private readonly api: OwnApi,
    private readonly logs: LogFiles,
    private readonly box: SecretBox,
    private readonly logger: Logger,
  ) {}

  /** One worker at a time; a run that has ended, or that another one carries out, is left alone. */
  async carryOut(id: string, leaving: AbortSignal): Promise<void> {
    await this.locks.hold(id, async () => {
      if (!(await this.runs.start(id))) return;
      const run = await this.consoleRuns.get(id);
      const deadline = new Deadline(() => this.consoleRuns.beat(id), {
        leaving,
        limitSeconds: run.timeLimit,
      });
      try {
        await this.finish(run, deadline);
      } finally {
        deadline.end();
      }
    });
  }

  private async finish(run: ConsoleRunRecord, deadline: Deadline): Promise<void> {
    const writer = new OutputWriter(this.consoleRuns, { id: run.id, last: run.lastSequence });
    const code = await this.attempt(run, writer, deadline);
    // Whoever leaves has not finished: another process goes on.
    if (deadline.reason === 'leaving') throw new Error('the process left before the command ended');
    await writer.end();
    const ending = endingOf(code, this.asked.get(run.id) ?? null);
    this.asked.delete(run.id);
    await this.consoleRuns.finish(run.id, ending);
    this.logger.info('command ended', { run: run.id, command: run.line, exitCode: code });
  }

  private async attempt(run: ConsoleRunRecord, writer: OutputWriter, deadline: Deadline): Promise<number> {
    let manner: Manner = PLAIN;
    const printerFor = (): Printer =>
      new Printer({
        manner,
        hasColours: manner.hasColours ?? run.hasColours,
        zone: this.logs.zone,
        take: writer.take,
      });
    try {
      if (run.task !== null) writer.copyToTaskLog(this.logs.today('task'));
      const [name = 'list', ...words] = wordsOf(this.wholeLine(run));
      if (name === 'list' || name === '--help' || name === '-h') {
        listOf(this.commands.commands).forEach((line) => printerFor().line(line));
        return 0;
      }
      const command = this.commands.find(name);
      const prepared = command.prepare(words);
      ({ manner } = prepared.parsed);
      if (manner.logFile !== null) writer.copyTo(this.logs.writable(manner.logFile));
      if (prepared.parsed.isHelpAsked) {
        helpFor(command).forEach((line) => printerFor().line(line));
        return 0;
      }
      const isRepeatable = command.goesOn;
      return await this.perform(prepared, { run, printer: printerFor(), deadline, isRepeatable });
    } catch (error) {
      return this.explain(error, printerFor(), deadline);
    }
  }

  private async perform(
    prepared: Prepared,
    { run, printer, deadline, isRepeatable }: Performance,
  ): Promise<number> {
    if (run.attempts > 1 && !isRepeatable) throw new Interrupted();
    if (prepared.question !== null && !prepared.parsed.isAgreed) {
      this.asked.set(run.id, prepared.question);
      throw new NotAgreed(prepared.question);
    }
    const scene: Scene = {
      printer,
      api: this.api.caller(deadline.signal),
      afterwards: this.api.caller(new AbortController().signal),
      signal: deadline.signal,
      attempt: run.attempts,
    };
    return await prepared.run(scene);
  }

  private explain(error: unknown, printer: Printer, deadline: Deadline): number {
    switch (deadline.reason) {
      case 'cancelled':
        printer.warning('The command was cancelled.');
        return CANCELLED;
      case 'too-long':
        printer.error('The command took too long and was stopped.');
        return TIMED_OUT;
      case 'leaving':
        return FAILED;
      case null:
        if (!(error instanceof Interrupted)) return this.explainFailure(error, printer);
        printer.error(INTERRUPTED);
        return INTERRUPTED_CODE;
    }
  }

  private explainFailure(error: unknown, printer: Printer): number {
    if (error instanceof NotAgreed) {
      printer.say(error.message);
      printer.say('Nothing was done. Add --no-interaction to agree.');
      return FAILED;
    }
    if (error instanceof WrongUsage) {
      printer.error(error.message);
      return WRONG_USAGE;
    }
    const isExpected =
      error instanceof WrongValue || error instanceof ApiRefusal || error instanceof CommandFailed;
    if (!isExpected) this.logger.error('command failed', { error });
    printer.error(isExpected ? error.message : 'Something went wrong here. The log says more.');
    if (printer.manner.hasTrace && error instanceof Error) printer.say(error.stack ?? '');
    return FAILED;
  }

  private wholeLine({ line, sealedLine }: ConsoleRunRecord): string {
    return sealedLine === null ? line : this.box.open(sealedLine);
  }
}

function endingOf(exitCode: number, question: string | null): ConsoleEnding {
  if (exitCode === 0) return { status: 'succeeded', exitCode, error: null };
  if (exitCode === CANCELLED) return { status: 'cancelled', exitCode, error: null };
  if (question !== null)
    return { status: 'failed', exitCode, error: { key: 'not-agreed', message: question, hint: null } };
  if (exitCode === INTERRUPTED_CODE)
    return { status: 'failed', exitCode, error: { key: 'interrupted', message: INTERRUPTED, hint: null } };
  const message = exitCode === TIMED_OUT ? 'The time limit was reached.' : `Ended with code ${exitCode}.`;
  return { status: 'failed', exitCode, error: { key: 'command-failed', message, hint: null } };
}
