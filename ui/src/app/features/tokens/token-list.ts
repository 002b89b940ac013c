import { Clipboard } from '@angular/cdk/clipboard';
import { httpResource } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { errand } from '../../core/api/errand.js';
import { lastValue } from '../../core/api/last-value.js';
import type { AddedNamedToken, NamedToken, NamedTokenList, TokenScope } from '../../core/api/schema.gen.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { KeyClerk } from './key-clerk.js';
import { scopeWords } from './scope-words.js';
import { TokenForm } from './token-form.js';

/** Keys of scripts and media servers: each with a name, and with no more rights than it needs. */
@Component({
  selector: 'app-token-list',
  imports: [EmptyNote, FailedNote, Icon, LoadingNote, MatButton, RelativeTime, StatusPill, TokenForm],
  templateUrl: './token-list.html',
  styles: `
    .pad {
      padding: 14px 16px 16px;
    }
    .key {
      overflow-wrap: anywhere;
      user-select: all;
    }
    td {
      overflow-wrap: anywhere;
    }
  `,
})
export class TokenList {
  private readonly api = inject(Api);
  private readonly clerk = inject(KeyClerk);
  private readonly clipboard = inject(Clipboard);
  private readonly notices = inject(Notices);
  private readonly confirmation = inject(Confirmation);
  protected readonly tokens = httpResource<NamedTokenList>(() => this.api.read('system/tokens'));
  protected readonly shown = lastValue(this.tokens);
  protected readonly errand = errand(() => this.tokens.reload());
  /** The only moment at which its key is known. */
  protected readonly fresh = signal<AddedNamedToken | null>(null);
  protected readonly failureText = failureText;

  protected take(token: AddedNamedToken): void {
    this.fresh.set(token);
    this.tokens.reload();
  }

  protected copy(key: string): void {
    if (this.clipboard.copy(key)) this.notices.say($localize`The token was copied.`);
    else this.notices.warn($localize`It could not be copied. Select it and copy it by hand.`);
  }

  protected scopesOf(scopes: readonly TokenScope[]): string {
    return scopes.map((scope) => scopeWords(scope).text).join(', ');
  }

  protected isOver({ expires_at: end }: NamedToken): boolean {
    return end !== null && Date.parse(end) < Date.now();
  }

  protected async revoke({ id, name }: NamedToken): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: $localize`Revoke ${name}:name:?`,
      points: [$localize`Whoever uses this token is refused from now on. This cannot be undone.`],
      action: $localize`Revoke token`,
      isDangerous: true,
    });
    if (!isSure) return;
    await this.errand.run(async () => {
      await this.clerk.revoke(id);
      if (this.fresh()?.id === id) this.fresh.set(null);
      return $localize`${name}:name: was revoked.`;
    });
  }
}
