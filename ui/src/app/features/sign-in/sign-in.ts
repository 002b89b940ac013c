import {
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  resource,
  signal,
  untracked,
} from '@angular/core';
import { FormField, form, minLength, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import { type Credentials, Session } from '../../core/session/session.js';
import { Brand } from '../../core/shell/brand.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Field } from '../../shared/field/field.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { ConnectionPanel } from '../../core/shell/connection-dialog.js';
import { ResetWatch } from './reset-watch.js';
import { WaitCountdown } from './wait-countdown.js';

const MIN_PASSWORD = 8;

/** Signs in, or makes the first account where none exists yet. */
@Component({
  selector: 'app-sign-in',
  imports: [Brand, FailedNote, Field, FormField, Icon, LoadingNote, MatButton],
  providers: [ResetWatch, WaitCountdown],
  templateUrl: './sign-in.html',
  styleUrl: './sign-in.scss',
})
export class SignIn {
  /** The page that was wanted. */
  readonly return = input<string>();

  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly wait = inject(WaitCountdown);
  protected readonly forgot = inject(ResetWatch);
  protected readonly connection = inject(ConnectionPanel);
  protected readonly start = resource({ loader: () => this.begin() });
  protected readonly startFailure = computed(() => failureText(this.start.error()));
  protected readonly isNew = linkedSignal(() => this.start.hasValue() && !this.start.value().accountExists);

  private readonly model = signal<Credentials>({ username: '', password: '' });
  protected readonly form = form(this.model, (path) => {
    required(path.username, { message: $localize`Enter your name.` });
    required(path.password, { message: $localize`Enter your password.` });
    minLength(path.password, () => (this.isNew() ? MIN_PASSWORD : undefined), {
      message: $localize`Use at least ${MIN_PASSWORD}:MIN_PASSWORD: characters.`,
    });
  });
  protected readonly refusal = signal('');
  protected readonly words = {
    length: $localize`At least ${MIN_PASSWORD}:count: characters.`,
    hide: $localize`Hide password`,
    show: $localize`Show password`,
  };
  protected readonly isVisible = signal(false);

  constructor() {
    effect(() => {
      if (this.forgot.isGone()) untracked(() => this.isNew.set(true));
    });
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.refusal.set('');
    await submit(this.form, async () => {
      await this.enter(this.model());
      return undefined;
    });
  }

  protected problem(name: 'username' | 'password'): string {
    const field = this.form[name]();
    return field.touched() ? (field.errors()[0]?.message ?? '') : '';
  }

  private async begin(): Promise<{ readonly accountExists: boolean }> {
    if (!this.session.isStranger() && (await this.session.restore())) await this.leave();
    return { accountExists: await this.session.accountExists() };
  }

  private async enter(credentials: Credentials): Promise<void> {
    try {
      await (this.isNew() ? this.session.signUp(credentials) : this.session.signIn(credentials));
      await this.leave();
    } catch (error) {
      this.refuse(error);
    }
  }

  private refuse(error: unknown): void {
    const status = error instanceof ApiFailure ? error.status : 0;
    if (error instanceof ApiFailure && status === 429) {
      this.wait.start(error.retryAfterSeconds ?? 60);
      return;
    }
    if (status === 403 && this.isNew()) {
      this.isNew.set(false);
      this.refusal.set($localize`An account exists already. Sign in with it.`);
      return;
    }
    this.refusal.set(status === 401 ? $localize`The name or the password is wrong.` : failureText(error));
  }

  private async leave(): Promise<void> {
    const wanted = this.return() ?? '/';
    const isLocal = wanted.startsWith('/') && !wanted.startsWith('//') && !wanted.startsWith('/auth');
    await this.router.navigateByUrl(isLocal ? wanted : '/');
  }
}
