import { Component, Service, effect, inject, signal, untracked } from '@angular/core';
import { FormField, form, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import {
  MatDialog,
  MatDialogActions,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { Field } from '../../shared/field/field.js';
import { Icon } from '../../shared/icon/icon.js';
import { ApiFailure, failureText } from '../api/api-failure.js';
import { Lookout } from '../api/lookout.js';
import { Session } from '../session/session.js';

/** The session is over while a page is open: the page stays as it is behind this, and goes on afterwards. */
@Component({
  selector: 'app-sign-in-again',
  imports: [Field, FormField, Icon, MatButton, MatDialogActions, MatDialogContent, MatDialogTitle],
  template: `
    <h2 i18n mat-dialog-title>Sign in again</h2>
    <form novalidate (submit)="send($event)">
      <mat-dialog-content>
        <p i18n>
          Your session has ended. What you have typed is still there, and the page goes on when you are back.
        </p>
        @if (refusal(); as message) {
          <div class="note bad" role="alert">
            <app-icon name="warning" />
            <div>{{ message }}</div>
          </div>
        }
        <input type="text" autocomplete="username" hidden [value]="username" />
        <app-field
          label="Password of {{ username }}"
          i18n-label
          for="password-again"
          [problem]="form.password().touched() ? (form.password().errors()[0]?.message ?? '') : ''"
        >
          <input
            id="password-again"
            class="control"
            type="password"
            autocomplete="current-password"
            [formField]="form.password"
            aria-describedby="password-again-note"
          />
        </app-field>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button i18n matButton type="button" (click)="leave()">Leave this page</button>
        <button i18n matButton="filled" type="submit" [disabled]="form().submitting()">Sign in</button>
      </mat-dialog-actions>
    </form>
  `,
})
export class SignInAgain {
  private readonly session = inject(Session);
  private readonly lookout = inject(Lookout);
  private readonly ref = inject<MatDialogRef<SignInAgain>>(MatDialogRef);
  protected readonly username = this.session.lapsed();
  private readonly model = signal({ password: '' });
  protected readonly form = form(this.model, (path) => {
    required(path.password, { message: $localize`Enter your password.` });
  });
  protected readonly refusal = signal('');

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.refusal.set('');
    await submit(this.form, async () => {
      await this.enter();
      return undefined;
    });
  }

  protected leave(): void {
    this.ref.close();
    this.session.expire();
  }

  private async enter(): Promise<void> {
    try {
      await this.session.signIn({ username: this.username, password: this.model().password });
      this.ref.close();
      this.lookout.readAgain();
    } catch (error) {
      const isWrong = error instanceof ApiFailure && error.status === 401;
      this.refusal.set(isWrong ? $localize`The password is wrong.` : failureText(error));
    }
  }
}

/** Asks for the password as soon as a session ends under an open page. */
@Service()
export class SignInWatch {
  private readonly dialog = inject(MatDialog);
  private readonly session = inject(Session);

  constructor() {
    effect(() => {
      if (this.session.lapsed()) untracked(() => this.ask());
    });
  }

  /** What the page shows is nobody's business until somebody is in. */
  private ask(): void {
    this.dialog.open(SignInAgain, {
      width: '420px',
      maxWidth: 'calc(100vw - 24px)',
      disableClose: true,
      backdropClass: 'is-opaque',
      autoFocus: '#password-again',
    });
  }
}
