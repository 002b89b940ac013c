import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Logger, makeLogger } from '../log/logger.js';
import { endInOrder } from './process-end.js';
import { startUpFailure } from './start-up-failure.js';

let exits: unknown[];
let tell: Map<string, (reason?: unknown) => void>;

beforeEach(() => {
  exits = [];
  tell = new Map();
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    exits.push(code);
    return undefined as never;
  });
  vi.spyOn(process, 'on').mockImplementation(
    (event: string | symbol, listener: (reason?: unknown) => void) => {
      tell.set(String(event), listener);
      return process;
    },
  );
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const silent: Logger = makeLogger('test', { write: () => undefined });

describe('a process', () => {
  it.each(['SIGTERM', 'SIGINT'])('closes once and ends with 0 on %s', async (signal) => {
    const close = vi.fn(() => Promise.resolve());
    endInOrder(silent, close);
    tell.get(signal)?.();
    tell.get('SIGTERM')?.();
    await vi.waitFor(() => expect(exits).toEqual([0]));
    expect(close).toHaveBeenCalledTimes(1);
  });

  it.each(['uncaughtException', 'unhandledRejection'])('closes and ends with 1 on an %s', async (event) => {
    endInOrder(silent, () => Promise.resolve());
    tell.get(event)?.(new Error('nobody caught this'));
    await vi.waitFor(() => expect(exits).toEqual([1]));
  });

  it('ends within 15 seconds even when something does not close', () => {
    vi.useFakeTimers();
    endInOrder(silent, () => new Promise(() => undefined));
    tell.get('SIGTERM')?.();
    vi.advanceTimersByTime(15_000);
    expect(exits).toEqual([0]);
  });

  it('goes on when nobody reads its output any more', () => {
    endInOrder(silent, () => Promise.resolve());
    expect(() => process.stdout.emit('error', new Error('write EPIPE'))).not.toThrow();
    expect(exits).toEqual([]);
  });

  it('admits that it could not close well', async () => {
    endInOrder(silent, () => Promise.reject(new Error('stuck')));
    tell.get('SIGTERM')?.();
    await vi.waitFor(() => expect(exits).toEqual([1]));
  });
});

describe('a failed start', () => {
  it('names the port that is taken', () => {
    const error = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE', port: 8081 });
    expect(startUpFailure(error)).toBe('port 8081 is already in use');
  });

  it('is one line without a secret', () => {
    const error = new Error('connect to postgres://ws:hidden@db failed\n    at somewhere');
    expect(startUpFailure(error)).toBe('connect to postgres://[redacted]@db failed');
  });

  it('says why even when Node gives only a list of causes', () => {
    expect(startUpFailure(new AggregateError([new Error('connect ECONNREFUSED ::1:5432')]))).toBe(
      'connect ECONNREFUSED ::1:5432',
    );
  });
});
