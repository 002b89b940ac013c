import { DecimalPipe } from '@angular/common';
import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { BulkActionName } from '../../core/api/schema.gen.js';

/** What can be done with the chosen items. */
@Component({
  selector: 'app-bulk-bar',
  imports: [DecimalPipe, MatButton],
  template: `
    <div class="bar" role="region" aria-label="Chosen items" i18n-aria-label>
      <span i18n role="status">
        <strong>{{ count() | number }}</strong> chosen
      </span>
      @if (offer() > count()) {
        <button matButton type="button" (click)="all.emit()">
          @if (isEstimate()) {
            <ng-container i18n>Choose all about {{ offer() | number }} that match</ng-container>
          } @else {
            <ng-container i18n>Choose all {{ offer() | number }} that match</ng-container>
          }
        </button>
      }
      <span class="end row">
        <button
          i18n
          matButton="outlined"
          type="button"
          [disabled]="isBusy()"
          (click)="wanted.emit('watched')"
        >
          Watched
        </button>
        <button
          i18n
          matButton="outlined"
          type="button"
          [disabled]="isBusy()"
          (click)="wanted.emit('unwatched')"
        >
          Unwatched
        </button>
        <button
          i18n
          matButton="outlined"
          class="danger"
          type="button"
          [disabled]="isBusy()"
          (click)="wanted.emit('delete')"
        >
          Delete
        </button>
        <button i18n matButton type="button" (click)="cleared.emit()">Choose none</button>
      </span>
    </div>
  `,
  styles: `
    /* The bar stays in sight while a person goes on choosing. */
    :host {
      display: contents;
    }
    .bar {
      position: sticky;
      top: 52px;
      z-index: 1;
      display: flex;
      align-items: center;
      flex-wrap: wrap;
      gap: 8px 12px;
      padding: 8px 16px;
      background: var(--ws-accent-fill);
      border-block: 1px solid var(--ws-line);
    }
    .end {
      margin-left: auto;
    }
    @media (max-width: 560px) {
      .end {
        margin-left: 0;
      }
    }
  `,
})
export class BulkBar {
  readonly count = input.required<number>();
  /** How many the whole filter finds. */
  readonly offer = input.required<number>();
  readonly isEstimate = input(false);
  readonly isBusy = input(false);
  readonly wanted = output<BulkActionName>();
  readonly all = output();
  readonly cleared = output();
}
