import { HttpClient, HttpContext } from '@angular/common/http';
import { Service, computed, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { API } from '../api/api.js';
import { ApiFailure } from '../api/api-failure.js';
import type { Account } from '../api/schema.gen.js';
import { Connection, type ConnectionSettings } from './connection.js';
import { EXPECTS_REFUSAL } from './expects-refusal.js';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Who is in: an account, whose credential is an HttpOnly cookie that no script can read,
 * or whoever holds the API token of the connection settings.
 */
@Service()
export class Session {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly connection = inject(Connection);
  private readonly context = new HttpContext().set(EXPECTS_REFUSAL, true);
  private readonly signedIn = signal<Account | null>(null);
  private readonly connected = signal(false);
  readonly account = this.signedIn.asReadonly();
  /** Whether the API lets us in; the menu appears with it. */
  readonly isIn = computed(() => this.connected() || this.signedIn() !== null);
  private readonly absent = signal('');
  /** Whose session ended under an open page, which stays until they are back; empty otherwise. */
  readonly lapsed = this.absent.asReadonly();
  private refused = false;

  /** The server has said already that nobody is signed in. */
  isStranger(): boolean {
    return this.refused;
  }

  /** Asks the server, once per visit, whether the token or the cookie still stands. */
  async restore(): Promise<boolean> {
    if (this.isIn()) return true;
    try {
      if (this.connection.settings()) await this.proveToken();
      else this.signedIn.set(await this.get<Account>('system/auth/user'));
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
    this.absent.set('');
  }

  /** Goes on with an API token that has been proved. */
  connect(settings: ConnectionSettings): void {
    this.connection.keep(settings);
    this.connected.set(true);
  }

  async signOut(): Promise<void> {
    if (this.connection.settings()) this.connection.forget();
    else await firstValueFrom(this.http.delete(`${API}system/auth/session`, { context: this.context }));
    this.leave();
    await this.router.navigate(['/auth']);
  }

  /** The server no longer knows us. An account signs in again over the page, so that nothing typed is lost. */
  lapse(): void {
    const username = this.signedIn()?.username;
    if (username !== undefined) this.absent.set(username);
    else if (!this.absent()) this.expire();
    this.leave();
  }

  /** Back to sign-in, and afterwards to where the person was. */
  expire(): void {
    this.absent.set('');
    this.leave();
    const { url } = this.router;
    if (url.startsWith('/auth')) return;
    void this.router.navigate(['/auth'], { queryParams: { return: url } });
  }

  private leave(): void {
    this.signedIn.set(null);
    this.connected.set(false);
  }

  private async proveToken(): Promise<void> {
    await this.get('system/version');
    this.connected.set(true);
  }

  private get<T>(path: string): Promise<T> {
    return firstValueFrom(this.http.get<T>(API + path, { context: this.context }));
  }

  private send(action: 'signup' | 'login', credentials: Credentials): Promise<unknown> {
    return firstValueFrom(
      this.http.post(`${API}system/auth/${action}`, credentials, { context: this.context }),
    );
  }
}
