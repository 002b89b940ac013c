import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { errand } from '../../core/api/errand.js';
import type { PeopleMapping, Provision, ProvisionMode, Provisioned } from '../../core/api/schema.gen.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { Icon } from '../../shared/icon/icon.js';
import { IdentityKeeper } from './identity-keeper.js';

interface Mode {
  readonly value: ProvisionMode;
  readonly label: string;
  readonly about: string;
}

const CREATE: Mode = {
  value: 'create',
  label: $localize`Create`,
  about: $localize`Makes the identities. There are none yet.`,
};
const LATER: readonly Mode[] = [
  {
    value: 'update',
    label: $localize`Update`,
    about: $localize`Adds what is missing; what exists stays as it is.`,
  },
  {
    value: 'recreate',
    label: $localize`Create anew`,
    about: $localize`Removes all identities but the first, with their history, and makes them again.`,
  },
];

/** What would be made, and the making of it: only what was previewed can be confirmed. */
@Component({
  selector: 'app-provision-plan',
  imports: [Icon, MatButton, RouterLink],
  templateUrl: './provision-plan.html',
  styles: `
    .pad {
      display: grid;
      gap: 12px;
      padding: 14px 16px;
    }
    .choice {
      display: flex;
      align-items: center;
      gap: 9px;
    }
    ul {
      margin: 0;
      padding-left: 18px;
    }
    li {
      margin: 4px 0;
    }
    p {
      margin: 0;
    }
  `,
})
export class ProvisionPlan {
  readonly mapping = input.required<PeopleMapping>();
  readonly hasIdentities = input.required<boolean>();
  readonly isBlocked = input.required<boolean>();
  readonly isSaving = input.required<boolean>();
  readonly saved = output();
  /** Identities exist now that did not before. */
  readonly made = output();

  private readonly keeper = inject(IdentityKeeper);
  private readonly confirmation = inject(Confirmation);
  protected readonly errand = errand();
  protected readonly modes = computed(() => (this.hasIdentities() ? LATER : [CREATE]));
  private readonly chosen = signal<ProvisionMode | null>(null);
  protected readonly mode = computed(
    () => this.modes().find(({ value }) => value === this.chosen()) ?? this.modes()[0] ?? CREATE,
  );
  protected readonly takesSingle = signal(false);
  protected readonly backsUp = signal(true);
  protected readonly keepsMapping = signal(true);
  private readonly wish = computed<Provision>(() => ({
    mode: this.mode().value,
    mapping: this.mapping(),
    only_mapped: true,
    allow_single_backend_identities: this.takesSingle(),
    generate_backup: this.backsUp(),
    save_mapping: this.keepsMapping(),
  }));
  /** A preview is of one wish; it falls with every change of it. */
  protected readonly plan = linkedSignal<Provision, Provisioned | null>({
    source: this.wish,
    computation: () => null,
  });
  protected readonly result = signal<Provisioned | null>(null);

  protected choose(mode: ProvisionMode): void {
    this.chosen.set(mode);
  }

  protected rehearse(): Promise<boolean> {
    return this.errand.run(async () => {
      this.result.set(null);
      const plan = await this.keeper.provision({ ...this.wish(), dry_run: true });
      this.plan.set(plan);
      return $localize`This is only a preview; nothing was made.`;
    });
  }

  protected async carryOut(): Promise<void> {
    const { removed = [] } = this.plan() ?? {};
    if (removed.length > 0 && !(await this.isSure(removed))) return;
    const wish = this.wish();
    await this.errand.run(async () => {
      const result = await this.keeper.provision(wish);
      this.plan.set(null);
      this.result.set(result);
      this.made.emit();
      return result.count === 1
        ? $localize`One identity is ready.`
        : $localize`${result.count}:count: identities are ready.`;
    });
  }

  private isSure(removed: readonly string[]): Promise<boolean> {
    return this.confirmation.ask({
      title: $localize`Remove identities first?`,
      points: [
        $localize`${removed.join(', ')}:names: and everything that is stored of them are removed. This cannot be undone.`,
        $localize`No media server is written to.`,
      ],
      action: $localize`Remove and create anew`,
      isDangerous: true,
      typed: $localize`create anew`,
    });
  }
}
