import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import {
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import type { CustomGuid } from '../../core/api/schema.gen.js';
import { Field } from '../../shared/field/field.js';
import { Icon } from '../../shared/icon/icon.js';
import { GuidKeeper } from './guid-keeper.js';
import { linesOf, tryPattern } from './try-pattern.js';

const EMPTY = { name: '', description: '', pattern: '', example: '', valid: '', invalid: '' };
type Draft = typeof EMPTY;
const NAME = /^(guid_)?[a-z0-9_]{1,48}$/;

/** A new source of external ids, whose pattern is tried while it is typed. */
@Component({
  selector: 'app-guid-dialog',
  imports: [Field, Icon, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  templateUrl: './guid-dialog.html',
  styles: `
    mat-dialog-content {
      display: grid;
      gap: 12px;
    }
    textarea.control {
      height: auto;
      padding: 8px 10px;
      resize: vertical;
    }
    .trials {
      display: grid;
      gap: 4px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .trials li {
      display: flex;
      align-items: center;
      gap: 8px;
    }
    .wrong {
      color: var(--ws-bad);
    }
  `,
})
export class GuidDialog {
  private readonly ref = inject<MatDialogRef<GuidDialog, CustomGuid>>(MatDialogRef);
  private readonly keeper = inject(GuidKeeper);
  protected readonly draft = signal(EMPTY);
  protected readonly problems = signal<Readonly<Record<string, string>>>({});
  protected readonly refusal = signal('');
  protected readonly isBusy = signal(false);
  protected readonly trials = computed(() => tryPattern(this.draft()));
  protected readonly isReady = computed(() => NAME.test(this.draft().name.trim()) && this.trials().isProved);

  protected set(change: Partial<Draft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected nameProblem(): string {
    const name = this.draft().name.trim();
    if (name && !NAME.test(name)) return $localize`Use small letters, digits and _ only.`;
    return this.problems()['name'] ?? '';
  }

  protected patternProblem(): string {
    const { problem } = this.trials();
    if (this.draft().pattern && problem) return problem;
    return this.problems()['validator.pattern'] ?? '';
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.isReady()) return;
    this.isBusy.set(true);
    this.problems.set({});
    this.refusal.set('');
    try {
      this.ref.close(await this.keeper.add(this.wish()));
    } catch (error) {
      const fields = error instanceof ApiFailure ? error.fields : [];
      this.problems.set(Object.fromEntries(fields.map(({ field, message }) => [field, message])));
      const rest = fields.find(({ field }) => field !== 'name' && field !== 'validator.pattern');
      if (fields.length === 0 || rest) this.refusal.set(rest?.message ?? failureText(error));
    } finally {
      this.isBusy.set(false);
    }
  }

  private wish(): Parameters<GuidKeeper['add']>[0] {
    const { name, description, pattern, example, valid, invalid } = this.draft();
    return {
      name: name.trim(),
      type: 'string',
      ...(description.trim() ? { description: description.trim() } : {}),
      validator: {
        pattern: pattern.trim(),
        example: example.trim(),
        tests: { valid: [...linesOf(valid)], invalid: [...linesOf(invalid)] },
      },
    };
  }
}
