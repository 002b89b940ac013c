import { DestroyRef, Service, inject, signal } from '@angular/core';
import { Api } from '../../../core/api/api.js';
import { failureText } from '../../../core/api/api-failure.js';
import type { PlexSignIn as SignIn } from '../../../core/api/schema.gen.js';

const EVERY_MS = 2_000;

export type SignInState = 'idle' | 'waiting' | 'confirmed' | 'failed';

/** Signs in at plex.tv in a window of its own, where the person confirms a PIN; the token arrives by asking for it. */
@Service({ autoProvided: false })
export class PlexSignIn {
  private readonly api = inject(Api);
  private readonly phase = signal<SignInState>('idle');
  private readonly reason = signal('');
  private readonly current = signal<SignIn | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly state = this.phase.asReadonly();
  readonly problem = this.reason.asReadonly();
  /** The page of plex.tv, for a browser that has blocked the window. */
  readonly page = this.current.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  /** Gives the token to `take` once the person has confirmed. */
  async begin(take: (token: string) => void): Promise<void> {
    // Opened before the first answer: later the browser would take it for an advertisement.
    const opened = window.open('', 'plex-sign-in', 'width=600,height=720');
    clearTimeout(this.timer);
    this.phase.set('waiting');
    this.reason.set('');
    try {
      const signIn = await this.api.post<SignIn>('backends/plex/generate');
      this.current.set(signIn);
      if (opened) opened.location.href = signIn.auth_url;
      this.lookLater(signIn, (token) => {
        opened?.close();
        take(token);
      });
    } catch (error) {
      opened?.close();
      this.fail(failureText(error));
    }
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.phase.set('idle');
  }

  private lookLater(signIn: SignIn, take: (token: string) => void): void {
    this.timer = setTimeout(() => void this.look(signIn, take), EVERY_MS);
  }

  private async look(signIn: SignIn, take: (token: string) => void): Promise<void> {
    if (signIn.expiresAt && Date.parse(signIn.expiresAt) < Date.now()) {
      this.fail($localize`The sign-in was not confirmed in time. Begin again.`);
      return;
    }
    try {
      const { id, code } = signIn;
      const { authToken } = await this.api.post<SignIn>('backends/plex/check', { id, code });
      if (this.phase() !== 'waiting') return;
      if (!authToken) {
        this.lookLater(signIn, take);
        return;
      }
      this.phase.set('confirmed');
      take(authToken);
    } catch (error) {
      this.fail(failureText(error));
    }
  }

  private fail(reason: string): void {
    this.phase.set('failed');
    this.reason.set(reason);
  }
}
