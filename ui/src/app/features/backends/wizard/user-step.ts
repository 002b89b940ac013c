import { Component, inject } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { Field } from '../../../shared/field/field.js';
import { BackendUsers } from '../backend-users.js';
import { AddWizard } from './add-wizard.js';
import { CheckList } from './check-list.js';

/** Whom the backend stands for, and what it is called here. */
@Component({
  selector: 'app-user-step',
  imports: [BackendUsers, CheckList, Field, FormField],
  template: `
    @if (wizard.checks(); as checks) {
      <app-check-list [checks]="checks" />
    }
    @if (wizard.users(); as users) {
      <app-backend-users
        [users]="users"
        [chosen]="wizard.draft().user"
        [problem]="wizard.problem('user')"
        (chosenChange)="wizard.change({ user: $event })"
      />
    }
    <app-field
      label="Name"
      for="name"
      help="Short, for you: a–z, 0–9 and _. It cannot be changed later."
      [problem]="wizard.problem('name')"
      [remedy]="wizard.remedy('name')"
    >
      <input
        id="name"
        class="control"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        [formField]="wizard.form.name"
        [attr.aria-invalid]="!!wizard.problem('name')"
        aria-describedby="name-note"
      />
    </app-field>
  `,
  styleUrl: '../backend-form.scss',
})
export class UserStep {
  protected readonly wizard = inject(AddWizard);
}
