import { Component, inject, signal } from '@angular/core';
import { FormField, form, minLength, required, submit, validate } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import { Field } from '../../shared/field/field.js';
import { Notices } from '../../shared/notices/notices.js';
import { AccountKeeper } from './account-keeper.js';

const MIN_PASSWORD = 8;
const EMPTY = { current: '', wanted: '', again: '' };

@Component({
  selector: 'app-password-form',
  imports: [Field, FormField, MatButton],
  template: `
    <form novalidate (submit)="save($event)">
      @for (one of fields; track one.name) {
        <app-field [label]="one.label" [for]="'password-' + one.name" [problem]="problem(one.name)">
          <input
            class="control"
            type="password"
            [id]="'password-' + one.name"
            [autocomplete]="one.name === 'current' ? 'current-password' : 'new-password'"
            [formField]="form[one.name]"
            [attr.aria-invalid]="!!problem(one.name)"
            [attr.aria-describedby]="'password-' + one.name + '-note'"
          />
        </app-field>
      }
      <div>
        <button i18n matButton="filled" type="submit" [disabled]="form().submitting()">
          Change password
        </button>
      </div>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: 12px;
      max-width: 360px;
    }
  `,
})
export class PasswordForm {
  private readonly keeper = inject(AccountKeeper);
  private readonly notices = inject(Notices);
  private readonly model = signal(EMPTY);
  private readonly refusal = signal('');

  protected readonly fields = [
    { name: 'current', label: $localize`Current password` },
    { name: 'wanted', label: $localize`New password` },
    { name: 'again', label: $localize`New password again` },
  ] as const;
  protected readonly form = form(this.model, (path) => {
    required(path.current, { message: $localize`Enter your password.` });
    required(path.wanted, { message: $localize`Enter a new password.` });
    minLength(path.wanted, MIN_PASSWORD, {
      message: $localize`Use at least ${MIN_PASSWORD}:MIN_PASSWORD: characters.`,
    });
    validate(path.again, ({ value, valueOf }) =>
      value() === valueOf(path.wanted)
        ? undefined
        : { kind: 'again', message: $localize`The two are not the same.` },
    );
  });

  protected problem(name: keyof typeof EMPTY): string {
    if (name === 'current' && this.refusal()) return this.refusal();
    const field = this.form[name]();
    return field.touched() ? (field.errors()[0]?.message ?? '') : '';
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.refusal.set('');
    await submit(this.form, async () => {
      await this.change();
      return undefined;
    });
  }

  private async change(): Promise<void> {
    const { current, wanted } = this.model();
    try {
      await this.keeper.changePassword({ current_password: current, new_password: wanted });
      this.model.set(EMPTY);
      this.form().reset();
      this.notices.say($localize`The password was changed; every other session has ended.`);
    } catch (error) {
      const [first] = error instanceof ApiFailure ? error.fields : [];
      this.refusal.set(first?.message ?? failureText(error));
    }
  }
}
