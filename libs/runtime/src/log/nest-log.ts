import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

/** Nest's own messages, in our log. Its start-up chatter is debug. */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...details: unknown[]): void {
    this.logger.debug('framework told', { told: message, details });
  }

  debug(message: unknown, ...details: unknown[]): void {
    this.logger.debug('framework told', { told: message, details });
  }

  verbose(message: unknown, ...details: unknown[]): void {
    this.logger.debug('framework told', { told: message, details });
  }

  warn(message: unknown, ...details: unknown[]): void {
    this.logger.warn('framework warned', { told: message, details });
  }

  error(message: unknown, ...details: unknown[]): void {
    this.logger.error('framework failed', { told: message, details });
  }

  fatal(message: unknown, ...details: unknown[]): void {
    this.logger.fatal('framework failed', { told: message, details });
  }
}
