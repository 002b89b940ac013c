import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
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
import type { Setting } from '../../core/api/schema.gen.js';
import { CronField } from '../../shared/cron/cron-field.js';
import { Field } from '../../shared/field/field.js';
import { Icon } from '../../shared/icon/icon.js';
import { TYPE_HELP, findSettings } from './setting-words.js';
import { SettingWriter } from './setting-writer.js';

export interface SettingQuestion {
  readonly all: readonly Setting[];
  /** The setting to edit; without it a person chooses one first. */
  readonly key?: string;
  /** What to propose instead of the value that counts. */
  readonly value?: string;
}

/** Chooses a setting and gives it a value, with an editor that fits its type. */
@Component({
  selector: 'app-setting-dialog',
  imports: [
    CronField,
    Field,
    Icon,
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
  ],
  templateUrl: './setting-dialog.html',
  styleUrl: './setting-dialog.scss',
})
export class SettingDialog {
  private readonly ref = inject<MatDialogRef<SettingDialog, Setting>>(MatDialogRef);
  private readonly writer = inject(SettingWriter);
  protected readonly question = inject<SettingQuestion>(MAT_DIALOG_DATA);

  protected readonly words = signal('');
  protected readonly key = signal(this.question.key ?? '');
  protected readonly found = computed(() => findSettings(this.question.all, this.words()));
  protected readonly setting = computed(() => this.question.all.find(({ key }) => key === this.key()));
  protected readonly value = linkedSignal(() => this.question.value ?? startOf(this.setting()));
  protected readonly help = computed(() => helpFor(this.setting()));
  protected readonly problem = signal('');
  protected readonly isBusy = signal(false);

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const setting = this.setting();
    if (!setting || this.isBusy()) return;
    this.isBusy.set(true);
    this.problem.set('');
    try {
      this.ref.close(await this.writer.set(setting.key, this.value().trim()));
    } catch (error) {
      this.problem.set(reasonOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}

const startOf = (setting: Setting | undefined): string =>
  !setting || setting.mask ? '' : (setting.value ?? setting.config_value ?? setting.default ?? '');

function helpFor(setting: Setting | undefined): string {
  if (!setting) return '';
  const { min, max, type } = setting;
  const range = [
    min === undefined ? '' : $localize`at least ${min}:min:`,
    max === undefined ? '' : $localize`at most ${max}:max:`,
  ];
  const limits = range.filter(Boolean).join(', ');
  return limits ? $localize`A number, ${limits}:limits:.` : (TYPE_HELP[type] ?? '');
}

function reasonOf(error: unknown): string {
  const [first] = error instanceof ApiFailure ? error.fields : [];
  return first ? [first.message, first.hint].filter(Boolean).join(' ') : failureText(error);
}
