const BEAT_MS = 1_000;

interface Limits {
  readonly leaving: AbortSignal;
  readonly limitSeconds: number;
}

export type StopReason = 'cancelled' | 'too-long' | 'leaving';

/** What the signal of a command that has to stop says. */
export class Stopped extends Error {
  constructor(readonly why: StopReason) {
    super(`stopped: ${why}`);
  }
}

/** Why a command has to stop, when it has to: somebody cancelled it, its time is over, or its process leaves. */
export class Deadline {
  private readonly abort = new AbortController();
  private readonly timers: readonly NodeJS.Timeout[];
  private why: StopReason | null = null;
  private readonly leave = (): void => this.stop('leaving');

  /** `beat` says that the run is worked on, and answers whether somebody cancelled it. */
  constructor(
    beat: () => Promise<boolean>,
    private readonly limits: Limits,
  ) {
    const listen = async (): Promise<void> => {
      // A beat that fails is made up for by the next one.
      if (await beat().catch(() => false)) this.stop('cancelled');
    };
    this.timers = [
      setInterval(() => void listen(), BEAT_MS),
      setTimeout(() => this.stop('too-long'), limits.limitSeconds * 1_000),
    ];
    if (limits.leaving.aborted) this.leave();
    else limits.leaving.addEventListener('abort', this.leave, { once: true });
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  get reason(): StopReason | null {
    return this.why;
  }

  end(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.limits.leaving.removeEventListener('abort', this.leave);
  }

  private stop(why: StopReason): void {
    this.why ??= why;
    this.abort.abort(new Stopped(this.why));
  }
}
