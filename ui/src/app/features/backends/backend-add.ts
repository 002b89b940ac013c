import { httpResource } from '@angular/common/http';
import { Component, computed, inject, viewChild } from '@angular/core';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Backend } from '../../core/api/schema.gen.js';
import type { HoldsDraft } from '../../core/shell/leave.guard.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { BackendWizard } from './wizard/backend-wizard.js';

/** Waits for the backends there are, since names and defaults depend on them. */
@Component({
  selector: 'app-backend-add',
  imports: [BackendWizard, FailedNote, LoadingNote],
  template: `
    <div class="page-head"><h1 i18n>Add Backend</h1></div>
    @if (backends.error(); as error) {
      <app-failed-note what="The form" i18n-what [reason]="failureText(error)" (retry)="backends.reload()" />
    } @else if (taken(); as names) {
      <app-backend-wizard [taken]="names" />
    } @else {
      <app-loading-note class="card" what="the form" i18n-what [rows]="6" />
    }
  `,
})
export class BackendAdd implements HoldsDraft {
  private readonly api = inject(Api);
  private readonly draft = viewChild(BackendWizard);
  protected readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  protected readonly taken = computed(() =>
    this.backends.hasValue() ? this.backends.value().map(({ name }) => name) : null,
  );
  protected readonly failureText = failureText;

  hasDraft(): boolean {
    return this.draft()?.hasDraft() ?? false;
  }
}
