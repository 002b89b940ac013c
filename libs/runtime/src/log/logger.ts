import { type DestinationStream, pino, type Logger as PinoLogger } from 'pino';
import type { LogFields } from './log-fields.js';
import { currentLogFields } from './log-fields.js';
import { redactFields, redactText } from './redact.js';

/**
 * Structured log. The message is a constant, lower case, in the past tense; what varies is a field.
 * An error goes into the field `error`. Secrets are redacted here, at the root.
 */
export class Logger {
  constructor(private readonly pino: PinoLogger) {}

  /** Everything that is of use only when looking for a fault. */
  debug(message: string, fields: LogFields = {}): void {
    this.pino.debug(fields, message);
  }

  /** Something changed. */
  info(message: string, fields: LogFields = {}): void {
    this.pino.info(fields, message);
  }

  /** Something went wrong that will heal by itself. */
  warn(message: string, fields: LogFields = {}): void {
    this.pino.warn(fields, message);
  }

  /** A person must look. */
  error(message: string, fields: LogFields = {}): void {
    this.pino.error(fields, message);
  }

  /** The process is about to end. */
  fatal(message: string, fields: LogFields = {}): void {
    this.pino.fatal(fields, message);
  }
}

/** One JSON line per event: time, level, service, message, then the fields. */
export function makeLogger(service: string, destination: DestinationStream): Logger {
  const root = pino(
    {
      level: 'debug',
      base: { service, process: process.pid },
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      mixin: () => ({ ...currentLogFields() }),
      mixinMergeStrategy: (fields, mixed) => ({ ...mixed, ...fields }),
      formatters: { level: (level) => ({ level }), log: (fields) => redactFields(fields) },
      hooks: {
        logMethod([fields, message], method) {
          method.apply(this, [fields, typeof message === 'string' ? redactText(message) : message]);
        },
      },
    },
    destination,
  );
  return new Logger(root);
}
