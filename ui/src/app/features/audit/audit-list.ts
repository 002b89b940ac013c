import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { askAddress } from '../../core/api/ask-address.js';
import { lastValue } from '../../core/api/last-value.js';
import { readPage } from '../../core/api/read-page.js';
import type { ActorKind, AuditEntry, AuditPage } from '../../core/api/schema.gen.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { NoMatch } from '../../shared/empty-note/no-match.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Pager } from '../../shared/pager/pager.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { StatusPill, type Tone } from '../../shared/status-pill/status-pill.js';
import { actionText } from './action-text.js';

const KINDS: Readonly<Record<ActorKind, string>> = {
  session: $localize`Signed in`,
  'api-key': $localize`API key`,
  token: $localize`Token`,
  nobody: $localize`Nobody`,
};

/** Who asked for which change. Values are not kept, only the names of what was sent. */
@Component({
  selector: 'app-audit-list',
  imports: [EmptyNote, FailedNote, LoadingNote, NoMatch, Pager, RelativeTime, StatusPill],
  templateUrl: './audit-list.html',
  styles: `
    td {
      overflow-wrap: anywhere;
    }
  `,
})
export class AuditList {
  readonly actor = input<string>();
  readonly path = input<string>();
  readonly page = input<string>();

  private readonly api = inject(Api);
  protected readonly filter = computed(() => ({ actor: this.actor() ?? '', path: this.path() ?? '' }));
  protected readonly isFiltered = computed(() => Object.values(this.filter()).some(Boolean));
  protected readonly entries = httpResource<AuditPage>(() => {
    const asked = Object.entries(this.filter()).filter(([, value]) => value);
    return this.api.read('system/audit', {
      ...Object.fromEntries(asked),
      page: readPage(this.page()),
      perpage: 25,
    });
  });
  protected readonly shown = lastValue(this.entries);
  protected readonly ask = askAddress();
  protected readonly kinds = KINDS;
  protected readonly kindNames = ['session', 'api-key', 'token', 'nobody'] as const;
  protected readonly actionText = actionText;
  protected readonly failureText = failureText;

  protected outcomeOf({ status }: AuditEntry): { readonly text: string; readonly tone: Tone } {
    if (status === null) return { text: $localize`Not finished`, tone: 'warn' };
    if (status < 400) return { text: $localize`Done`, tone: 'good' };
    return status < 500
      ? { text: $localize`Refused (${status}:status:)`, tone: 'warn' }
      : { text: $localize`Failed (${status}:status:)`, tone: 'bad' };
  }

  protected who({ actor, actor_kind: kind }: AuditEntry): string {
    return actor ?? KINDS[kind];
  }
}
