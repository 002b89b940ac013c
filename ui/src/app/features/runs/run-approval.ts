import { DecimalPipe } from '@angular/common';
import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Run } from '../../core/api/schema.gen.js';
import { Icon } from '../../shared/icon/icon.js';

/** The guard stopped a run before it wrote anything; a person decides (contract 5.8). */
@Component({
  selector: 'app-run-approval',
  imports: [DecimalPipe, Icon, MatButton],
  template: `
    <section class="note warn" aria-label="Approval" i18n-aria-label>
      <app-icon name="warning" />
      <div class="grow">
        <strong i18n>This run waits for you. Nothing has been written yet.</strong>
        <p i18n>
          It would mark {{ run().counts.unplayed | number }}
          {run().counts.unplayed, plural, =1 {item} other {items}} as unwatched
          @if (run().kind === 'export') {
            on {{ run().backend }}.
          } @else {
            in the history.
          }
          That is more than the guard lets through unseen. Look at the planned changes below; the plan is
          approved or rejected as a whole.
        </p>
        <div class="row">
          <button
            i18n
            matButton="filled"
            type="button"
            [disabled]="isBusy()"
            (click)="decided.emit('approve')"
          >
            Approve
          </button>
          <button
            i18n
            matButton="outlined"
            type="button"
            [disabled]="isBusy()"
            (click)="decided.emit('reject')"
          >
            Reject
          </button>
        </div>
      </div>
    </section>
  `,
  styles: `
    .note {
      margin: 0;
    }
    .row {
      margin-top: 10px;
    }
  `,
})
export class RunApproval {
  readonly run = input.required<Run>();
  readonly isBusy = input(false);
  readonly decided = output<'approve' | 'reject'>();
}
