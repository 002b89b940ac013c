import { HttpClient, HttpContext } from '@angular/common/http';
import { Service, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { API } from '../api/api.js';
import { ApiFailure } from '../api/api-failure.js';
import type { Account } from '../api/schema.gen.js';
import { EXPECTS_REFUSAL } from './expects-refusal.js';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Who is signed in. The credential itself is an HttpOnly cookie that no script can read. */
@Service()
export class Session {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly context = new HttpContext().set(EXPECTS_REFUSAL, true);
  private readonly signedIn = signal<Account | null>(null);
  readonly account = this.signedIn.asReadonly();
  private refused = false;

  /** The server has said already that nobody is signed in. */
  isStranger(): boolean {
    return this.refused;
  }

  /** Asks the server, once per visit, whether the cookie still stands. */
  async restore(): Promise<boolean> {
    if (this.signedIn()) return true;
    try {
      const request = this.http.get<Account>(`${API}system/auth/user`, { context: this.context });
      this.signedIn.set(await firstValueFrom(request));
      return true;
    } catch (error) {
      this.refused = error instanceof ApiFailure && error.status === 401;
      if (this.refused) return false;
      throw error;
    }
  }

  async accountExists(): Promise<boolean> {
    const request = this.http.get(`${API}system/auth/has_user`, {
      context: this.context,
      observe: 'response',
    });
    return (await firstValueFrom(request)).status !== 204;
  }

  async signUp(credentials: Credentials): Promise<void> {
    await this.send('signup', credentials);
    await this.signIn(credentials);
  }

  async signIn(credentials: Credentials): Promise<void> {
    await this.send('login', credentials);
    await this.restore();
  }

  async signOut(): Promise<void> {
    await firstValueFrom(this.http.delete(`${API}system/auth/session`, { context: this.context }));
    this.signedIn.set(null);
    await this.router.navigate(['/auth']);
  }

  /** The server no longer knows us: back to sign-in, and afterwards to where the person was. */
  expire(): void {
    this.signedIn.set(null);
    const { url } = this.router;
    if (url.startsWith('/auth')) return;
    void this.router.navigate(['/auth'], { queryParams: { return: url } });
  }

  private send(action: 'signup' | 'login', credentials: Credentials): Promise<unknown> {
    return firstValueFrom(
      this.http.post(`${API}system/auth/${action}`, credentials, { context: this.context }),
    );
  }
}
