import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type ConsoleRunRecord, ConsoleRuns } from '#libs/database';
import { Logger } from '#libs/runtime';
import { ApiProblem } from '../http/api-problem.js';
import type { EventStream } from '../live/event-stream.js';

const LOOK_EVERY_MS = 200;
const PING_MS = 15_000;
const PAGE = 500;
const MOST_FOLLOWERS = 100;

interface Follower {
  readonly stream: EventStream;
  readonly runId: string;
  after: number;
  timer: NodeJS.Timeout | null;
  isEnded: boolean;
  pingAt: number;
}

/**
 * Streams what commands print, from the line after the one that the listener saw last, until the command has ended. Lines
 * come from the database, so any process of the API can serve any command.
 */
@Injectable()
export class OutputFollower implements OnModuleDestroy {
  private readonly followers = new Set<Follower>();

  constructor(
    private readonly runs: ConsoleRuns,
    private readonly logger: Logger,
  ) {}

  /** How many follow this run through this process. */
  count(runId: string): number {
    return [...this.followers].filter((follower) => follower.runId === runId).length;
  }

  follow(run: ConsoleRunRecord, stream: EventStream, after: number): void {
    if (this.followers.size >= MOST_FOLLOWERS)
      throw new ApiProblem(503, 'too-many-followers', 'Too many outputs are followed at the moment.');
    const follower: Follower = {
      stream,
      runId: run.id,
      after,
      timer: null,
      isEnded: false,
      pingAt: Date.now() + PING_MS,
    };
    this.followers.add(follower);
    stream.open(() => this.leave(follower));
    if (after === 0) stream.send('cmd', { command: run.line });
    void this.look(follower);
  }

  onModuleDestroy(): void {
    for (const follower of this.followers) {
      follower.stream.end();
      this.leave(follower);
    }
  }

  private leave(follower: Follower): void {
    follower.isEnded = true;
    if (follower.timer) clearTimeout(follower.timer);
    this.followers.delete(follower);
  }

  private async look(follower: Follower): Promise<void> {
    try {
      if (await this.tellNews(follower)) return;
    } catch (error) {
      this.logger.warn('output not followed', { run: follower.runId, error });
    }
    if (follower.isEnded) return;
    if (Date.now() >= follower.pingAt) {
      follower.pingAt = Date.now() + PING_MS;
      follower.stream.ping();
    }
    follower.timer = setTimeout(() => void this.look(follower), LOOK_EVERY_MS);
  }

  /** Whether that was all there will be. The state is read before the lines, so that no last line is missed. */
  private async tellNews(follower: Follower): Promise<boolean> {
    const run = await this.runs.find(follower.runId);
    await this.tellLines(follower);
    if (run?.status === 'queued' || run?.status === 'running') return false;
    this.tellEnd(follower, run);
    return true;
  }

  private async tellLines(follower: Follower): Promise<void> {
    let found = PAGE;
    while (found === PAGE && !follower.isEnded) {
      const lines = await this.runs.output(follower.runId, follower.after, PAGE);
      found = lines.length;
      for (const { sequence, stream, text } of lines) {
        follower.stream.send('data', { data: `${text}\n`, type: stream }, sequence);
        follower.after = sequence;
      }
    }
  }

  private tellEnd({ stream }: Follower, run: ConsoleRunRecord | null): void {
    stream.send('exit_code', run ? endOf(run) : { exit_code: null, status: 'gone', asks: null });
    stream.send('close', {});
    stream.end();
  }
}

const endOf = ({ exitCode, status, error }: ConsoleRunRecord) => ({
  exit_code: exitCode,
  status,
  // What a person has to agree to before it is done: a client with a terminal can ask.
  asks: error?.key === 'not-agreed' ? error.message : null,
});
