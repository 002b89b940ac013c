import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import type { IgnoreRule, IgnoreType } from '../../core/api/schema.gen.js';
import { Field } from '../../shared/field/field.js';
import { ID_SOURCES, TYPES, typeText } from './rule-words.js';
import { RuleKeeper } from './rule-keeper.js';

interface Draft {
  readonly backend: string;
  readonly type: IgnoreType;
  readonly db: string;
  readonly id: string;
  readonly scoped_to: string;
}

/** A new ignore rule. The data are the names of the backends; the answer is the stored rule. */
@Component({
  selector: 'app-rule-dialog',
  imports: [Field, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  templateUrl: './rule-dialog.html',
  styles: `
    mat-dialog-content {
      display: grid;
      gap: 12px;
    }
    p {
      margin: 0;
    }
  `,
})
export class RuleDialog {
  private readonly ref = inject<MatDialogRef<RuleDialog, IgnoreRule>>(MatDialogRef);
  private readonly keeper = inject(RuleKeeper);
  protected readonly backends = inject<readonly string[]>(MAT_DIALOG_DATA);
  protected readonly draft = signal<Draft>({
    backend: this.backends[0] ?? '',
    type: 'movie',
    db: '',
    id: '',
    scoped_to: '',
  });
  protected readonly problems = signal<Readonly<Record<string, string>>>({});
  protected readonly refusal = signal('');
  protected readonly isBusy = signal(false);
  protected readonly isReady = computed(() => {
    const { backend, db, id } = this.draft();
    return backend !== '' && db !== '' && id !== '';
  });
  protected readonly types = TYPES;
  protected readonly typeText = typeText;
  protected readonly sources = ID_SOURCES;

  protected set(change: Partial<Draft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected setType(value: string): void {
    const type = TYPES.find((one) => one === value);
    if (type) this.set({ type });
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.isReady()) return;
    this.isBusy.set(true);
    this.problems.set({});
    this.refusal.set('');
    const { scoped_to: scope, ...rule } = this.draft();
    try {
      this.ref.close(await this.keeper.add(scope ? { ...rule, scoped: true, scoped_to: scope } : rule));
    } catch (error) {
      this.show(error);
    } finally {
      this.isBusy.set(false);
    }
  }

  private show(error: unknown): void {
    const fields = error instanceof ApiFailure ? error.fields : [];
    const known = fields.filter(({ field }) => field in this.draft() && field !== 'type');
    this.problems.set(Object.fromEntries(known.map(({ field, message }) => [field, message])));
    const rest = fields.find((one) => !known.includes(one));
    if (known.length === 0) this.refusal.set(rest?.message ?? failureText(error));
  }
}
