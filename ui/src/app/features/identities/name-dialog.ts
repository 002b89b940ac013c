import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import { Field } from '../../shared/field/field.js';
import { IdentityKeeper } from './identity-keeper.js';

/** The name of a person: a new one, or another for one who is there. The answer is the stored name. */
@Component({
  selector: 'app-name-dialog',
  imports: [Field, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 i18n mat-dialog-title>
      @if (before) {
        Rename {{ before }}
      } @else {
        Add Identity
      }
    </h2>
    <form novalidate (submit)="save($event)">
      <mat-dialog-content>
        <app-field
          label="Name"
          i18n-label
          for="identity-name"
          help="Letters, digits and _; it is kept in small letters."
          i18n-help
          [problem]="problem()"
        >
          <input
            #text
            id="identity-name"
            class="control"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-describedby="identity-name-note"
            [attr.aria-invalid]="!!problem()"
            [value]="name()"
            (input)="name.set(text.value)"
          />
        </app-field>
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button i18n matButton type="button" mat-dialog-close>Cancel</button>
        <button i18n matButton="filled" type="submit" [disabled]="isBusy()">
          @if (before) {
            Rename
          } @else {
            Add
          }
        </button>
      </mat-dialog-actions>
    </form>
  `,
})
export class NameDialog {
  private readonly ref = inject<MatDialogRef<NameDialog, string>>(MatDialogRef);
  private readonly keeper = inject(IdentityKeeper);
  /** Empty for a new person. */
  protected readonly before = inject<string>(MAT_DIALOG_DATA);
  protected readonly name = signal(this.before);
  protected readonly problem = signal('');
  protected readonly isBusy = signal(false);

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.name().trim().toLowerCase();
    if (!/^\w+$/.test(name)) {
      this.problem.set($localize`Use letters a-z, digits and _ only.`);
      return;
    }
    this.isBusy.set(true);
    try {
      await (this.before ? this.keeper.rename(this.before, name) : this.keeper.add(name));
      this.ref.close(name);
    } catch (error) {
      const [first] = error instanceof ApiFailure ? error.fields : [];
      this.problem.set(first?.message ?? failureText(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}
