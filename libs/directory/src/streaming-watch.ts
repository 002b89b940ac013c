import { BackendError, type PlayingSession } from '#libs/backends';

const LOOK_AGAIN_MS = 30_000;
const COME_BACK_MS = 60_000;

/** Keeps work away from a server while somebody is watching something on it, for those who asked for that. */
export class StreamingWatch {
  private lookedAt = Number.NEGATIVE_INFINITY;
  private look: Promise<boolean> = Promise.resolve(false);

  constructor(
    private readonly playing: () => Promise<readonly PlayingSession[]>,
    private readonly now: () => number = () => Date.now(),
  ) {}

  /** Throws `rate-limited` with the time to come back at. A server that does not tell holds nobody up. */
  async mayWork(): Promise<void> {
    if (this.now() - this.lookedAt >= LOOK_AGAIN_MS) {
      this.lookedAt = this.now();
      this.look = this.playing().then(isStreaming, () => false);
    }
    if (!(await this.look)) return;
    throw new BackendError(
      'rate-limited',
      'Somebody is watching something on the server; it is left alone.',
      {
        hint: 'Nothing to do; it goes on by itself. The option PAUSE_WHILE_STREAMING switches this off.',
        retryAt: new Date(this.now() + COME_BACK_MS),
      },
    );
  }
}

const isStreaming = (sessions: readonly PlayingSession[]): boolean =>
  sessions.some(({ state }) => state !== 'paused');
