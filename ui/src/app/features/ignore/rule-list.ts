import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { askAddress, oneOf } from '../../core/api/ask-address.js';
import { errand } from '../../core/api/errand.js';
import { lastValue } from '../../core/api/last-value.js';
import type { Backend, IgnoreRule } from '../../core/api/schema.gen.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { NoMatch } from '../../shared/empty-note/no-match.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { RuleDialog } from './rule-dialog.js';
import { RuleKeeper } from './rule-keeper.js';
import { TYPES, typeText } from './rule-words.js';

/** Ids that are not believed when they come from a certain backend. */
@Component({
  selector: 'app-rule-list',
  imports: [EmptyNote, FailedNote, LoadingNote, MatButton, NoMatch, RelativeTime],
  templateUrl: './rule-list.html',
  styles: `
    td {
      overflow-wrap: anywhere;
    }
  `,
})
export class RuleList {
  readonly backend = input<string>();
  readonly type = input<string>();

  private readonly api = inject(Api);
  private readonly dialog = inject(MatDialog);
  private readonly keeper = inject(RuleKeeper);
  private readonly notices = inject(Notices);
  private readonly confirmation = inject(Confirmation);
  protected readonly filter = computed(() => ({
    backend: this.backend() ?? '',
    type: oneOf(TYPES, this.type()),
  }));
  protected readonly isFiltered = computed(() => Object.values(this.filter()).some(Boolean));
  protected readonly rules = httpResource<readonly IgnoreRule[]>(() =>
    this.api.read('ignore', Object.fromEntries(Object.entries(this.filter()).filter(([, value]) => value))),
  );
  protected readonly shown = lastValue(this.rules);
  private readonly backends = httpResource<readonly Backend[]>(() => this.api.read('backends'));
  protected readonly names = computed(() =>
    this.backends.hasValue() ? this.backends.value().map(({ name }) => name) : [],
  );
  protected readonly errand = errand(() => this.rules.reload());
  protected readonly ask = askAddress();
  protected readonly types = TYPES;
  protected readonly typeText = typeText;
  protected readonly failureText = failureText;

  protected async add(): Promise<void> {
    const shown = this.dialog.open<RuleDialog, readonly string[], IgnoreRule>(RuleDialog, {
      data: this.names(),
      width: '460px',
      maxWidth: 'calc(100vw - 24px)',
    });
    const rule = await firstValueFrom(shown.afterClosed());
    if (!rule) return;
    this.rules.reload();
    this.notices.say(
      $localize`${rule.db}:db: ${rule.id}:id: of ${rule.backend}:backend: is ignored from the next import on.`,
    );
  }

  protected async remove({ rule, db, id, backend }: IgnoreRule): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: $localize`Remove this rule?`,
      points: [
        $localize`Items of ${backend}:backend: are matched by ${db}:db: ${id}:id: again, from the next import on.`,
      ],
      action: $localize`Remove rule`,
    });
    if (isSure) await this.errand.run(() => this.keeper.remove(rule));
  }
}
