import { BackendError, type BackendErrorCode } from '#libs/backends';

export interface GateLimits {
  /** For how long a proof holds. */
  readonly proofMs: number;
  /** For how long a refused token is not tried again. */
  readonly blockMs: number;
}

export interface GateKeeping {
  /** Asks the server whose token it is; throws when it is not the configured person's. */
  prove(): Promise<unknown>;
  /** The backend is blocked, or is not any more (null). */
  told(why: BackendError | null): void;
  now(): number;
}

/** Failures that no repetition heals: somebody must change the settings, or let us in again. */
export const BLOCKING_REASONS = [
  'token-rejected',
  'wrong-user',
  'wrong-server',
] as const satisfies readonly BackendErrorCode[];

const BLOCKS: ReadonlySet<BackendErrorCode> = new Set(BLOCKING_REASONS);

const isBlock = (error: unknown): error is BackendError =>
  error instanceof BackendError && BLOCKS.has(error.key);

/**
 * Lets calls of one backend through once its token has proved to be its person's, and asks again each day. A token
 * of somebody else, or one that has expired, blocks this backend and no other; there is no other token to fall back on
 * (users.md 19 and 22). New settings get a new gate, so linking again opens at once.
 */
export class TokenGate {
  private proof: Promise<unknown> | null = null;
  private provedAt = Number.NEGATIVE_INFINITY;
  private block: { readonly why: BackendError; readonly until: number } | null = null;

  constructor(
    private readonly limits: GateLimits,
    private readonly keeping: GateKeeping,
  ) {}

  /** Throws the `BackendError` that closed the gate. */
  async pass(): Promise<void> {
    if (this.block && this.keeping.now() < this.block.until) throw this.block.why;
    if (!this.block && this.keeping.now() - this.provedAt < this.limits.proofMs) return;
    this.proof ??= this.ask().finally(() => (this.proof = null));
    await this.proof;
  }

  /** Tells the gate that a call failed: a token may expire at any time, so the old proof is worth nothing now. */
  note(error: unknown): void {
    if (isBlock(error)) this.provedAt = Number.NEGATIVE_INFINITY;
  }

  private get wasProved(): boolean {
    return !this.block && Number.isFinite(this.provedAt);
  }

  private async ask(): Promise<void> {
    try {
      await this.keeping.prove();
    } catch (error) {
      if (isBlock(error)) this.close(error);
      if (isBlock(error) || !this.wasProved) throw error;
      // An outage says nothing about a token that was proved before (plex.md quirk 31); it is asked again soon.
      this.provedAt = this.keeping.now() - this.limits.proofMs + this.limits.blockMs;
      return;
    }
    this.provedAt = this.keeping.now();
    if (this.block) this.keeping.told(null);
    this.block = null;
  }

  private close(why: BackendError): void {
    const isNew = this.block?.why.key !== why.key;
    this.block = { why, until: this.keeping.now() + this.limits.blockMs };
    if (isNew) this.keeping.told(why);
  }
}
