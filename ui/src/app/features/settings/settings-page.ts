import { httpResource } from '@angular/common/http';
import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Version } from '../../core/api/schema.gen.js';
import { Session } from '../../core/session/session.js';
import { ConnectionForm } from '../../core/shell/connection-form.js';
import { ThemePicker } from '../../core/shell/theme-picker.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { Notices } from '../../shared/notices/notices.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { AccountKeeper } from './account-keeper.js';
import { PasswordForm } from './password-form.js';

/** The account, the connection and the look of this browser, and which version runs. */
@Component({
  selector: 'app-settings-page',
  imports: [ConnectionForm, MatButton, PasswordForm, RelativeTime, ThemePicker],
  templateUrl: './settings-page.html',
  styles: `
    .pad {
      padding: 14px 16px 16px;
    }
    .pad > p:first-child {
      margin-top: 0;
    }
    .stack {
      max-width: 720px;
    }
    dl {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr);
      gap: 4px 18px;
      margin: 0;
    }
    dt {
      color: var(--ws-soft);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
  `,
})
export class SettingsPage {
  private readonly api = inject(Api);
  private readonly keeper = inject(AccountKeeper);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);
  protected readonly session = inject(Session);
  protected readonly failureText = failureText;
  protected readonly version = httpResource<Version>(() => this.api.read('system/version'));

  protected async endAll(): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: 'Sign out everywhere?',
      points: [
        'Every browser that is signed in, this one too, has to sign in again.',
        'API tokens stay valid.',
      ],
      action: 'Sign out everywhere',
    });
    if (!isSure) return;
    try {
      await this.keeper.endAllSessions();
      this.session.expire();
    } catch (error) {
      this.notices.warn(failureText(error));
    }
  }
}
