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
        (chosenChange)="wizard.chooseUser($event)"
      />
    }
    @if (wizard.needsPin()) {
      <app-field
        label="PIN"
        i18n-label
        for="pin"
        help="This person is protected in the Plex home. The PIN is stored sealed and never shown."
        i18n-help
        [problem]="wizard.problem('pin')"
        [remedy]="wizard.remedy('pin')"
      >
        <input
          id="pin"
          class="control"
          type="password"
          inputmode="numeric"
          autocomplete="off"
          [formField]="wizard.form.pin"
          [attr.aria-invalid]="!!wizard.problem('pin')"
          aria-describedby="pin-note"
        />
      </app-field>
    }
    <app-field
      label="Name"
      i18n-label
      for="name"
      help="Short, for you: a–z, 0–9 and _. It cannot be changed later."
      i18n-help
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
