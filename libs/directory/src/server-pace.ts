import { setTimeout as wait } from 'node:timers/promises';
import { BackendError, type Pace } from '#libs/backends';
import { admit, CLOSED, noteFailure, type Breaker, type BreakerLimits } from './breaker.js';
import { reserve, UNSPACED, type Spacing } from './spacing.js';
import { afterReply, firstTempo, type Tempo } from './tempo.js';
import { Turnstile } from './turnstile.js';
import { isUrgent } from './urgency.js';

export interface PaceLimits extends BreakerLimits {
  readonly reads: number;
  readonly writes: number;
  /** A wait that the server asks for is sat out up to this; a longer one is the queue's business. */
  readonly longestWaitMs: number;
  /** A reply that takes this long may be a groan. */
  readonly slowMs?: number;
}

type Kind = 'read' | 'write';

export interface Clock {
  now(): number;
  wait(ms: number): Promise<unknown>;
}

const CLOCK: Clock = { now: () => Date.now(), wait: (ms) => wait(ms) };

/** Failures that speak against the server and not against what was asked of it. */
const AGAINST_THE_SERVER = new Set(['unreachable', 'timeout', 'server-error']);

const SLOW_MS = 2_000;

/** A page of a large library may take minutes, so live work does not wait for a seat of an import. */
const URGENT_SEATS = 1;

/** The server says, or shows, that it has too much to do. */
const OVERLOADS = new Set(['rate-limited', 'timeout', 'server-error']);
const isOverload = (failure: BackendError | null): boolean => failure !== null && OVERLOADS.has(failure.key);

/**
 * The traffic to one server, whoever causes it: so many requests at a time, so many a second, a pause when the server
 * asks for one, and none at all for a while when it does not answer (contract 4: by server, not by person).
 */
export class ServerPace implements Pace {
  private readonly seats: Readonly<Record<Kind, Turnstile>>;
  /** What each backend of the server asks for; the slowest counts. */
  private readonly rates = new Map<number, number>();
  private readonly tempos: Record<Kind, Tempo>;
  private breaker: Breaker = CLOSED;
  private spacing: Spacing = UNSPACED;
  private pausedUntil = 0;

  constructor(
    private readonly limits: PaceLimits,
    private readonly clock: Clock = CLOCK,
  ) {
    this.tempos = { read: this.firstTempo('read'), write: this.firstTempo('write') };
    this.seats = {
      read: new Turnstile(this.tempos.read.seats, URGENT_SEATS),
      write: new Turnstile(this.tempos.write.seats, URGENT_SEATS),
    };
  }

  /** How many requests a second a backend of this server wants at most. */
  setRate(backendId: number, perSecond: number | undefined): void {
    if (perSecond === undefined) this.rates.delete(backendId);
    else this.rates.set(backendId, perSecond);
  }

  get isResting(): boolean {
    return this.breaker.restsUntil !== null;
  }

  async enter(kind: Kind): Promise<(failure: BackendError | null) => void> {
    this.refuseWhileResting();
    const leave = await this.seats[kind].enter(isUrgent());
    try {
      await this.myTurn();
    } catch (error) {
      leave();
      throw error;
    }
    const startedAt = this.clock.now();
    return (failure) => {
      leave();
      this.note(failure);
      this.adapt(kind, { ms: this.clock.now() - startedAt, isOverloaded: isOverload(failure) });
    };
  }

  /** How many at a time it bears now. */
  seatsFor(kind: Kind): number {
    return this.tempos[kind].seats;
  }

  private firstTempo(kind: Kind): Tempo {
    return firstTempo(this.tempoLimits(kind));
  }

  private tempoLimits(kind: Kind) {
    const { reads, writes, slowMs = SLOW_MS } = this.limits;
    return { most: kind === 'read' ? reads : writes, slowMs };
  }

  private adapt(kind: Kind, reply: { readonly ms: number; readonly isOverloaded: boolean }): void {
    const tempo = afterReply(this.tempos[kind], reply, this.tempoLimits(kind));
    if (tempo.seats !== this.tempos[kind].seats) this.seats[kind].setSeats(tempo.seats);
    this.tempos[kind] = tempo;
  }

  private async myTurn(): Promise<void> {
    this.refuseWhileResting();
    await this.sitOutPause();
    await this.space();
    // While it waited for its place the server may have asked for a pause.
    await this.sitOutPause();
    const admission = admit(this.breaker, this.clock.now());
    if (!admission.isAdmitted) throw resting(admission.until);
    this.breaker = admission.breaker;
  }

  private refuseWhileResting(): void {
    const admission = admit(this.breaker, this.clock.now());
    if (!admission.isAdmitted) throw resting(admission.until);
  }

  private async sitOutPause(): Promise<void> {
    for (let left = this.pauseLeft(); left > 0; left = this.pauseLeft()) {
      if (left > this.limits.longestWaitMs) throw pausing(this.pausedUntil);
      await this.clock.wait(left);
    }
  }

  private pauseLeft(): number {
    return this.pausedUntil - this.clock.now();
  }

  private async space(): Promise<void> {
    if (this.rates.size === 0) return;
    const { spacing, waitMs } = reserve(this.spacing, this.clock.now(), Math.min(...this.rates.values()));
    this.spacing = spacing;
    if (waitMs > 0) await this.clock.wait(waitMs);
  }

  private note(failure: BackendError | null): void {
    const now = this.clock.now();
    if (failure?.remedy.retry === 'at')
      this.pausedUntil = Math.max(this.pausedUntil, failure.remedy.time.getTime());
    // A server that says when to come back is alive.
    const isAgainst =
      failure !== null && failure.remedy.retry !== 'at' && AGAINST_THE_SERVER.has(failure.key);
    this.breaker = isAgainst ? noteFailure(this.breaker, now, this.limits) : CLOSED;
  }
}

const resting = (until: number): BackendError =>
  new BackendError(
    'unreachable',
    'The server did not answer several times in a row; it is left alone for a while.',
    {
      hint: 'Check that it runs and can be reached from here; it is tried again by itself.',
      retryAt: new Date(until),
    },
  );

const pausing = (until: number): BackendError =>
  new BackendError('rate-limited', 'The server asks for fewer requests.', {
    hint: 'Nothing to do; it goes on when the server allows it.',
    retryAt: new Date(until),
  });
