import { stat } from 'node:fs/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ApiProblem } from '../http/api-problem.js';
import type { EventStream } from '../live/event-stream.js';
import type { LogFile } from './log-files.js';
import { readLine } from './log-lines.js';
import { readOn } from './tail-reader.js';

const LOOK_EVERY_MS = 500;
const PING_MS = 15_000;
const MOST_FOLLOWERS = 50;

/** Streams what is added to log files. The id of an event is where the next line begins, so a lost stream goes on there. */
@Injectable()
export class LogFollower implements OnModuleDestroy {
  private readonly streams = new Map<EventStream, NodeJS.Timeout>();

  async follow({ name, path }: LogFile, stream: EventStream, lastId: number | null): Promise<void> {
    if (this.streams.size >= MOST_FOLLOWERS)
      throw new ApiProblem(503, 'too-many-followers', 'Too many logs are followed at the moment.');
    let [next, pingAt, isLooking] = [lastId ?? (await stat(path)).size, Date.now() + PING_MS, false];
    const look = async (): Promise<void> => {
      const { lines, next: after } = await readOn(path, next);
      for (const { at, text } of lines) stream.send('data', readLine(text, `${name}:${at}`), after);
      next = after;
      if (Date.now() < pingAt) return;
      pingAt = Date.now() + PING_MS;
      stream.ping();
    };
    const timer = setInterval(() => {
      if (isLooking) return;
      isLooking = true;
      // A file that is gone has nothing to say any more.
      void look()
        .catch(() => stream.end())
        .finally(() => (isLooking = false));
    }, LOOK_EVERY_MS);
    this.streams.set(stream, timer);
    stream.open(() => {
      clearInterval(timer);
      this.streams.delete(stream);
    });
  }

  onModuleDestroy(): void {
    for (const [stream, timer] of this.streams) {
      clearInterval(timer);
      stream.end();
    }
    this.streams.clear();
  }
}
