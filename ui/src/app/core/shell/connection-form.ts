import { Component, inject, output, signal } from '@angular/core';
import { FormField, form, required, submit, validate } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Field } from '../../shared/field/field.js';
import { Icon } from '../../shared/icon/icon.js';
import { Notices } from '../../shared/notices/notices.js';
import { Connection, readOrigin } from '../session/connection.js';
import { ConnectionTester, type Verdict } from '../session/connection-tester.js';
import { Session } from '../session/session.js';

const WHY: Readonly<Record<Exclude<Verdict, 'ok'>, string>> = {
  refused: $localize`The API does not accept this token. The command console system:apikey prints the right one.`,
  silent: $localize`Nothing answers at this address, or it does not let this page in. Check address and port.`,
  stranger: $localize`Something answers there, but it is not WatchState.`,
};

/** API token and address of the API; they are proved before they are kept. */
@Component({
  selector: 'app-connection-form',
  imports: [Field, FormField, Icon, MatButton],
  templateUrl: './connection-form.html',
  styles: `
    form {
      display: grid;
      gap: 12px;
    }
    .note {
      margin: 0;
    }
    .link {
      padding: 0;
      border: 0;
      background: none;
      font: inherit;
      color: var(--ws-accent-text);
      text-decoration: underline;
      text-underline-offset: 2px;
      cursor: pointer;
    }
  `,
})
export class ConnectionForm {
  /** The API has let us in. */
  readonly connected = output();

  private readonly session = inject(Session);
  private readonly tester = inject(ConnectionTester);
  private readonly notices = inject(Notices);
  private readonly connection = inject(Connection);

  protected readonly kept = $localize`••••••••  kept in this browser`;
  protected readonly isSet = this.connection.settings;
  protected readonly draft = signal({ token: '', url: this.connection.settings()?.url ?? '' });
  protected readonly refusal = signal('');
  protected readonly form = form(this.draft, (path) => {
    required(path.token, { message: $localize`Enter the API token.` });
    required(path.url, { message: $localize`Enter the address of the API.` });
    validate(path.url, ({ value }) =>
      value() === '' || readOrigin(value())
        ? undefined
        : { kind: 'url', message: $localize`Enter an address such as http://nas:8080.` },
    );
  });

  protected usePage(): void {
    this.draft.update((draft) => ({ ...draft, url: location.origin }));
  }

  protected problem(name: 'token' | 'url'): string {
    const field = this.form[name]();
    return field.touched() ? (field.errors()[0]?.message ?? '') : '';
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.refusal.set('');
    await submit(this.form, async () => {
      await this.prove();
      return undefined;
    });
  }

  /** Back to the account's cookie. */
  protected async drop(): Promise<void> {
    await this.session.signOut();
    this.connected.emit();
  }

  private async prove(): Promise<void> {
    const settings = {
      url: readOrigin(this.draft().url) ?? location.origin,
      token: this.draft().token.trim(),
    };
    const verdict = await this.tester.test(settings);
    if (verdict !== 'ok') {
      this.refusal.set(WHY[verdict]);
      return;
    }
    this.session.connect(settings);
    this.notices.say($localize`Connected.`);
    this.connected.emit();
  }
}
