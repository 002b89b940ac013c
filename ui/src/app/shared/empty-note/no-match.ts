import { Component, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { EmptyNote } from './empty-note.js';

/** A list is empty because of its filters; the way out is to drop them. Says in its content what does not fit. */
@Component({
  selector: 'app-no-match',
  imports: [EmptyNote, MatButton],
  template: `
    <app-empty-note icon="search" heading="Nothing matches" i18n-heading>
      <ng-content />
      <button i18n action matButton="outlined" type="button" (click)="cleared.emit()">Clear filters</button>
    </app-empty-note>
  `,
})
export class NoMatch {
  readonly cleared = output();
}
