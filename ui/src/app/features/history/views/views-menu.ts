import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Router } from '@angular/router';
import { Api } from '../../../core/api/api.js';
import type { HistoryView } from '../../../core/api/schema.gen.js';
import { Icon } from '../../../shared/icon/icon.js';
import { type HistoryFilter, toQueryString } from '../history-filter.js';
import { ViewsDialog } from './views-dialog.js';

/** Searches with a name: one choice away, kept and removed in a dialog. */
@Component({
  selector: 'app-views-menu',
  imports: [Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    <button matButton="outlined" type="button" [matMenuTriggerFor]="menu">
      <span class="menu-row">
        @if (current(); as view) {
          <ng-container i18n>View: {{ view.name }}</ng-container>
        } @else {
          <ng-container i18n>Views</ng-container>
        }
        <app-icon name="down" />
      </span>
    </button>
    <mat-menu #menu="matMenu" xPosition="before">
      @for (view of list(); track view.name) {
        <button
          mat-menu-item
          type="button"
          [attr.aria-current]="view.name === current()?.name ? 'true' : null"
          (click)="open(view)"
        >
          <span class="menu-row"
            >{{ view.name }}
            @if (view.name === current()?.name) {
              <app-icon class="end" name="check" />
            }
          </span>
        </button>
      }
      <button i18n mat-menu-item type="button" (click)="manage()">Keep or remove views…</button>
    </mat-menu>
  `,
})
export class ViewsMenu {
  readonly filter = input.required<HistoryFilter>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly dialog = inject(MatDialog);
  protected readonly views = httpResource<readonly HistoryView[]>(() => this.api.read('history/views'));
  protected readonly list = computed(() => (this.views.hasValue() ? this.views.value() : []));
  private readonly query = computed(() => toQueryString(this.filter()));
  protected readonly current = computed(() => this.list().find(({ query }) => query === this.query()));

  protected open({ query }: HistoryView): void {
    void this.router.navigate([], { queryParams: Object.fromEntries(new URLSearchParams(query)) });
  }

  protected manage(): void {
    this.dialog
      .open<ViewsDialog, string>(ViewsDialog, {
        data: this.query(),
        width: '480px',
        maxWidth: 'calc(100vw - 24px)',
      })
      .afterClosed()
      .subscribe(() => this.views.reload());
  }
}
