import { Component, inject } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { AddWizard } from './add-wizard.js';

/** The questions of the one-way guide, word by word. */
@Component({
  selector: 'app-sync-step',
  imports: [FormField, MatSlideToggle],
  templateUrl: './sync-step.html',
  styleUrl: '../backend-form.scss',
})
export class SyncStep {
  protected readonly wizard = inject(AddWizard);
}
