import { Component, Service, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatDialog, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Router, RouterLink } from '@angular/router';
import { Icon } from '../../shared/icon/icon.js';
import { Session } from '../session/session.js';
import { ConnectionForm } from './connection-form.js';
import { ThemePicker } from './theme-picker.js';

/** Behind the cogwheel: how this browser reaches the API, and how it looks. */
@Component({
  selector: 'app-connection-dialog',
  imports: [
    ConnectionForm,
    Icon,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatIconButton,
    RouterLink,
    ThemePicker,
  ],
  template: `
    <div class="head">
      <h2 i18n mat-dialog-title>Configure the connection settings</h2>
      <button matIconButton type="button" aria-label="Close" i18n-aria-label mat-dialog-close>
        <app-icon name="close" />
      </button>
    </div>
    <mat-dialog-content>
      <app-connection-form (connected)="enter()" />
      <hr />
      <app-theme-picker />
      @if (session.isIn()) {
        <p class="small">
          <a i18n routerLink="/settings" mat-dialog-close>Account, sessions and more settings</a>
        </p>
      }
    </mat-dialog-content>
  `,
  styles: `
    .head {
      display: flex;
      align-items: start;
      justify-content: space-between;
      padding: 8px 12px 0 0;
    }
    h2 {
      min-width: 0;
    }
    hr {
      border: 0;
      border-top: 1px solid var(--ws-line);
      margin: 18px 0;
    }
  `,
})
export class ConnectionDialog {
  private readonly router = inject(Router);
  private readonly dialog = inject(MatDialog);
  protected readonly session = inject(Session);

  /** What is on screen may be another system's: the page is entered anew. */
  protected enter(): void {
    this.dialog.closeAll();
    const { url } = this.router;
    const wanted = url.startsWith('/auth')
      ? (this.router.parseUrl(url).queryParams['return'] as unknown)
      : url;
    const path = typeof wanted === 'string' && /^\/(?!\/|auth)/.test(wanted) ? wanted : '/';
    if (this.session.isIn()) void this.router.navigateByUrl(path, { onSameUrlNavigation: 'reload' });
  }
}

/** Opens the connection settings. */
@Service()
export class ConnectionPanel {
  private readonly dialog = inject(MatDialog);

  open(): void {
    this.dialog.open(ConnectionDialog, {
      width: '460px',
      maxWidth: 'calc(100vw - 24px)',
      autoFocus: '#api-token',
    });
  }
}
