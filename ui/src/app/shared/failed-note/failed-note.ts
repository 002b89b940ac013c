import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon } from '../icon/icon.js';
import { RelativeTime } from '../relative-time/relative-time.js';

/** What could not be loaded, why, and the way to try again. What was read before stands below it, greyed: see `since`. */
@Component({
  selector: 'app-failed-note',
  imports: [Icon, MatButton, RelativeTime],
  template: `
    <div role="alert" class="note" [class.bad]="since() === null" [class.warn]="since() !== null">
      <app-icon name="warning" />
      <div class="grow">
        <strong i18n>{{ what() }} could not be loaded.</strong>
        <p>{{ reason() }}</p>
        @if (since(); as at) {
          <p i18n>What you see here was read <app-relative-time [at]="at" />.</p>
        }
      </div>
      <button i18n matButton="outlined" type="button" (click)="retry.emit()">Try again</button>
    </div>
  `,
  host: { '[class.has-old]': 'since() !== null' },
})
export class FailedNote {
  readonly what = input.required<string>();
  readonly reason = input.required<string>();
  /** Unix seconds of the last reading that went well, when it is still shown. */
  readonly since = input<number | null>(null);
  readonly retry = output();
}
