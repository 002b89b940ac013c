import { QueryFailedError } from 'typeorm';

const MOST_TRIES = 5;

/** Does a whole transaction again when Postgres ended it so that another one could go on. */
export async function settled<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === MOST_TRIES || !isDeadlock(error)) throw error;
    }
  }
}

const isDeadlock = (error: unknown): boolean =>
  error instanceof QueryFailedError && 'code' in error && error.code === '40P01';
