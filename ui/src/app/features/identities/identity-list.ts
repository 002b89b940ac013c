import { httpResource } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { Router, RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { errand } from '../../core/api/errand.js';
import { lastValue } from '../../core/api/last-value.js';
import type { IdentityList as Identities, SyncedBackends } from '../../core/api/schema.gen.js';
import { IdentityChoice, MAIN_IDENTITY } from '../../core/session/identity-choice.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { IdentityKeeper } from './identity-keeper.js';
import { NameDialog } from './name-dialog.js';
import { numberText, plural } from '../../shared/words.js';

const WORDS = {
  backends: (count: number) =>
    plural(count, { one: $localize`1 backend`, other: $localize`${numberText(count)}:count: backends` }),
  records: (count: number) =>
    plural(count, { one: $localize`1 record`, other: $localize`${numberText(count)}:count: records` }),
  changes: (count: number) =>
    plural(count, { one: $localize`1 change`, other: $localize`${numberText(count)}:count: changes` }),
  runs: (count: number) =>
    plural(count, { one: $localize`1 run`, other: $localize`${numberText(count)}:count: runs` }),
};

/** What becomes of the resume position when somebody watches again what was watched already. */
const REWATCH_WAYS = [
  { value: '', is: null, label: $localize`As set for everybody` },
  { value: 'on', is: true, label: $localize`Position is synced` },
  { value: 'off', is: false, label: $localize`Stays on its server` },
] as const;

/** The persons whose play states are kept, each for themselves. */
@Component({
  selector: 'app-identity-list',
  imports: [EmptyNote, FailedNote, LoadingNote, MatButton, RouterLink, StatusPill],
  templateUrl: './identity-list.html',
})
export class IdentityList {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly dialog = inject(MatDialog);
  private readonly keeper = inject(IdentityKeeper);
  private readonly notices = inject(Notices);
  private readonly confirmation = inject(Confirmation);
  protected readonly choice = inject(IdentityChoice);
  protected readonly identities = httpResource<Identities>(() => this.api.read('identities'));
  protected readonly shown = lastValue(this.identities);
  protected readonly hasOthers = computed(() => (this.shown()?.identities.length ?? 0) > 1);
  protected readonly errand = errand(() => this.identities.reload());
  protected readonly main = MAIN_IDENTITY;
  protected readonly rewatchWays = REWATCH_WAYS;
  protected readonly failureText = failureText;

  protected async name(before = ''): Promise<void> {
    const shown = this.dialog.open<NameDialog, string, string>(NameDialog, {
      data: before,
      width: '420px',
      maxWidth: 'calc(100vw - 24px)',
    });
    const name = await firstValueFrom(shown.afterClosed());
    if (!name) return;
    this.identities.reload();
    this.notices.say(
      before
        ? $localize`${before}:before: is now called ${name}:name:.`
        : $localize`${name}:name: was added.`,
    );
  }

  protected async view(identity: string): Promise<void> {
    this.choice.choose(identity);
    await this.router.navigate(['/']);
  }

  protected setRewatch(identity: string, value: string): Promise<boolean> {
    const way = REWATCH_WAYS.find((one) => one.value === value);
    return this.errand.run(async () => {
      await this.keeper.syncRewatch(identity, way?.is ?? null);
      return $localize`Second viewings of ${identity}:name:: ${way?.label ?? ''}:choice:.`;
    });
  }

  /** Says what would go before it asks. */
  protected async remove(identity: string): Promise<void> {
    try {
      const { holds } = await this.keeper.holdings(identity);
      const isSure = await this.confirmation.ask({
        title: $localize`Delete ${identity}:identity:?`,
        points: [
          $localize`${WORDS.backends(holds.backends)}:backends: and ${WORDS.records(holds.records)}:records: go with it, ${numberText(holds.watched)}:watched: of them watched.`,
          $localize`Its story goes too: ${WORDS.changes(holds.changes)}:changes: and ${WORDS.runs(holds.runs)}:runs:.`,
          $localize`No media server is written to. This cannot be undone.`,
        ],
        action: $localize`Delete identity`,
        isDangerous: true,
        typed: identity,
      });
      if (isSure) await this.errand.run(() => this.carryOut(identity));
    } catch (error) {
      this.notices.warn(failureText(error));
    }
  }

  /** First as a rehearsal, so that it is known which settings would change. */
  protected async syncBackends(): Promise<void> {
    try {
      const plan = await this.keeper.syncBackends(true);
      if (plan.updated_count === 0) {
        this.notices.say(
          $localize`Nothing differs from ${MAIN_IDENTITY}:main:. ${problemsOf(plan)}:problems:`.trim(),
        );
        return;
      }
      const isSure = await this.confirmation.ask({
        title: $localize`Take over the settings of ${MAIN_IDENTITY}:main:?`,
        points: [
          ...plan.updated.map(
            ({ identity, backend, source_backend: source }) =>
              $localize`${identity}:identity:@${backend}:backend: takes the address and settings of ${source ?? MAIN_IDENTITY}:source:.`,
          ),
          ...(problemsOf(plan) ? [problemsOf(plan)] : []),
          $localize`Users and tokens stay their own.`,
        ],
        action: $localize`Sync backends`,
      });
      if (isSure) await this.errand.run(() => this.carrySettings());
    } catch (error) {
      this.notices.warn(failureText(error));
    }
  }

  private async carryOut(identity: string): Promise<string> {
    const { deleted } = await this.keeper.remove(identity);
    return $localize`${identity}:identity: was deleted, with ${WORDS.records(deleted.records)}:records:.`;
  }

  private async carrySettings(): Promise<string> {
    const result = await this.keeper.syncBackends(false);
    const count = result.updated_count;
    const told = plural(count, {
      one: $localize`1 backend was brought up to date.`,
      other: $localize`${numberText(count)}:count: backends were brought up to date.`,
    });
    return `${told} ${problemsOf(result)}`.trim();
  }
}

const problemsOf = ({ failed }: SyncedBackends): string =>
  failed
    .map(
      ({ identity, backend, reason }) =>
        `${identity}@${backend}: ${reason ?? $localize`it could not be done`}.`,
    )
    .join(' ');
