import { DestroyRef, Service, inject, signal } from '@angular/core';
import { Session } from '../../core/session/session.js';

const EVERY_MS = 3_000;

/** While somebody has lost the password: asks again and again whether the account was reset on the host. */
@Service({ autoProvided: false })
export class ResetWatch {
  private readonly session = inject(Session);
  private readonly watching = signal(false);
  private readonly gone = signal(false);
  private timer: ReturnType<typeof setInterval> | undefined;
  readonly isOpen = this.watching.asReadonly();
  /** The account is no longer there: a new one can be made. */
  readonly isGone = this.gone.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.stop());
  }

  open(): void {
    if (this.watching()) return;
    this.watching.set(true);
    this.gone.set(false);
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  private async look(): Promise<void> {
    // A server that does not answer says nothing about the account; the next look asks again.
    const exists = await this.session.accountExists().catch(() => true);
    if (exists) return;
    this.stop();
    this.gone.set(true);
  }

  private stop(): void {
    clearInterval(this.timer);
    this.watching.set(false);
  }
}
