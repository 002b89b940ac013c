import type { Logger } from '../log/logger.js';

/** Docker and the launcher kill after this; whatever is still open by then is given up. */
const LONGEST_END_MS = 14_000;

/**
 * Ends the process in order: on SIGTERM and SIGINT, when the launcher is gone (IPC `disconnect`), and, with code 1,
 * on an error that nobody handled.
 */
export function endInOrder(logger: Logger, close: () => Promise<void>): void {
  let isEnding = false;

  const end = (code: number, because: string): void => {
    if (isEnding) return;
    isEnding = true;
    logger.info('process stopping', { because });
    setTimeout(() => {
      logger.warn('process stopped late', { because });
      process.exit(code);
    }, LONGEST_END_MS).unref();
    close().then(
      () => process.exit(code),
      (error: unknown) => {
        logger.error('process stopped badly', { error });
        process.exit(code === 0 ? 1 : code);
      },
    );
  };

  const fail = (error: unknown): void => {
    logger.fatal('process failed', { error });
    end(1, 'failure');
  };

  // A launcher that was killed no longer reads what we say; saying so would fail again, for ever.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('SIGTERM', () => end(0, 'SIGTERM'));
  process.on('SIGINT', () => end(0, 'SIGINT'));
  if (process.channel) process.on('disconnect', () => end(0, 'launcher gone'));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}
