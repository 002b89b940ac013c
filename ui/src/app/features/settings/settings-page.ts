import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { failureText } from '../../core/api/api-failure.js';
import { Session } from '../../core/session/session.js';
import { ConnectionForm } from '../../core/shell/connection-form.js';
import { ThemePicker } from '../../core/shell/theme-picker.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { Notices } from '../../shared/notices/notices.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { AccountKeeper } from './account-keeper.js';
import { PasswordForm } from './password-form.js';

/** The account, the connection and the look of this browser, and the way to who else has access. */
@Component({
  selector: 'app-settings-page',
  imports: [ConnectionForm, MatButton, PasswordForm, RelativeTime, RouterLink, ThemePicker],
  templateUrl: './settings-page.html',
  styles: `
    .pad {
      padding: 14px 16px 16px;
    }
    .pad > p:first-child {
      margin-top: 0;
    }
  `,
})
export class SettingsPage {
  private readonly keeper = inject(AccountKeeper);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);
  protected readonly session = inject(Session);

  protected async endAll(): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: $localize`Sign out everywhere?`,
      points: [
        $localize`Every browser that is signed in, this one too, has to sign in again.`,
        $localize`API tokens stay valid.`,
      ],
      action: $localize`Sign out everywhere`,
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
