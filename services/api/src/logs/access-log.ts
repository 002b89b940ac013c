import { appendFileSync } from 'node:fs';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SettingsReader } from '#libs/runtime';
import type { Request, RequestHandler, Response } from 'express';
import { LogFiles } from './log-files.js';
import { LOG_LEVELS } from './log-lines.js';

const FLUSH_MS = 500;
const LOOK_EVERY_MS = 5_000;

type Level = (typeof LOG_LEVELS)[number];

/**
 * One line for each request into `access.YYYYMMDD.log`: what was asked, by which address, how it ended and how long it
 * took. Without query and body: they may hold keys. `WS_LOGGER_ACCESS_ENABLE` and `_LEVEL` count within seconds.
 */
@Injectable()
export class AccessLog implements OnModuleDestroy {
  private readonly settings = new SettingsReader();
  private waiting: string[] = [];
  private timer: NodeJS.Timeout | null = null;
  private least: number | null = null;
  private lookAgainAt = 0;

  constructor(private readonly files: LogFiles) {}

  readonly watch: RequestHandler = (request, response, next) => {
    const begun = performance.now();
    // Kept before somebody who answers changes it.
    const path = request.path;
    response.once('close', () => this.note(request, response, { path, ms: performance.now() - begun }));
    next();
  };

  onModuleDestroy(): void {
    this.flush();
  }

  private note(
    request: Request,
    response: Response,
    { path, ms }: { readonly path: string; readonly ms: number },
  ): void {
    const status = response.writableFinished ? response.statusCode : 499;
    const level = levelOf(status);
    const least = this.threshold();
    if (least === null || LOG_LEVELS.indexOf(level) < least) return;
    const line = {
      ...{ level, time: new Date().toISOString(), service: 'api', process: process.pid },
      ...{ message: `${request.method} ${path} ${status}`, method: request.method, path, status },
      ...{ ms: Math.round(ms), address: request.ip, agent: request.get('User-Agent') },
      requestId: response.getHeader('X-Request-Id'),
    };
    this.waiting.push(`${JSON.stringify(line)}\n`);
    this.timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const text = this.waiting.join('');
    this.waiting = [];
    if (text === '') return;
    try {
      appendFileSync(this.files.today('access'), text);
    } catch {
      // A full disk must not stop the service.
    }
  }

  /** The least level that is written; null while nothing is. */
  private threshold(): number | null {
    if (Date.now() < this.lookAgainAt) return this.least;
    this.lookAgainAt = Date.now() + LOOK_EVERY_MS;
    const wanted = this.settings.text('WS_LOGGER_ACCESS_LEVEL');
    const known = LOG_LEVELS.findIndex((level) => level === NAMES[wanted] || level === wanted);
    this.least = this.settings.flag('WS_LOGGER_ACCESS_ENABLE') ? Math.max(0, known) : null;
    return this.least;
  }
}

/** Other names of the levels. */
const NAMES: Readonly<Record<string, Level>> = {
  warn: 'warning',
  fatal: 'critical',
  alert: 'critical',
  emergency: 'critical',
};

/** 499: the caller left before the answer was whole. */
function levelOf(status: number): Level {
  if (status >= 500) return 'error';
  return status >= 400 && status !== 499 ? 'warning' : 'info';
}
