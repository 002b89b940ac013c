import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../icon/icon.js';

/** What could not be loaded, why, and the way to try again. */
@Component({
  selector: 'app-failed-note',
  imports: [Icon, MatButton],
  template: `
    <div role="alert" class="note bad">
      <app-icon name="warning" />
      <div class="grow">
        <strong i18n>{{ what() }} could not be loaded.</strong>
        <p>{{ reason() }}</p>
      </div>
      <button i18n matButton="outlined" type="button" (click)="retry.emit()">Try again</button>
    </div>
  `,
})
export class FailedNote {
  readonly what = input.required<string>();
  readonly reason = input.required<string>();
  readonly retry = output();
}
