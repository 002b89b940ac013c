import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import type { Setting, SettingList } from '../../core/api/schema.gen.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';
import { Icon } from '../../shared/icon/icon.js';
import { LoadingNote } from '../../shared/loading-note/loading-note.js';
import { Notices } from '../../shared/notices/notices.js';
import { StatusPill } from '../../shared/status-pill/status-pill.js';
import { SettingDialog, type SettingQuestion } from './setting-dialog.js';
import { SOURCE_TEXT, byGroup, findSettings, isSet } from './setting-words.js';
import { SettingWriter } from './setting-writer.js';

type View = 'set' | 'common' | 'all';

const VIEWS: readonly { readonly value: View; readonly label: string }[] = [
  { value: 'common', label: $localize`Common` },
  { value: 'set', label: $localize`Set in a file` },
  { value: 'all', label: $localize`All` },
];

/** The settings of the system, by name: what counts now, where it comes from, and the way to change it. */
@Component({
  selector: 'app-env-page',
  imports: [EmptyNote, FailedNote, Icon, LoadingNote, MatButton, MatIconButton, StatusPill],
  templateUrl: './env-page.html',
  styleUrl: './env-page.scss',
})
export class EnvPage {
  /** Opens the editor of this setting, with `value` as a proposal. */
  readonly edit = input<string>();
  readonly value = input<string>();
  readonly show = input<string>();

  private readonly api = inject(Api);
  private readonly writer = inject(SettingWriter);
  private readonly dialog = inject(MatDialog);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);

  protected readonly settings = httpResource<SettingList>(() => this.api.read('system/env'));
  protected readonly words = signal('');
  protected readonly views = VIEWS;
  protected readonly view = computed(
    () => VIEWS.find(({ value }) => value === this.show())?.value ?? 'common',
  );
  private readonly all = computed(() => (this.settings.hasValue() ? this.settings.value().data : []));
  protected readonly groups = computed(() => {
    const words = this.words().trim();
    const inView = this.all().filter((setting) => words !== '' || belongs(setting, this.view()));
    return byGroup(findSettings(inView, words));
  });
  protected readonly sourceText = SOURCE_TEXT;
  protected readonly isSet = isSet;
  protected readonly failureText = failureText;

  constructor() {
    effect(() => {
      const key = this.edit();
      if (!key || !this.settings.hasValue()) return;
      untracked(() => void this.open(key, this.value()));
    });
  }

  protected choose(view: View): void {
    void this.router.navigate([], { queryParams: { show: view === 'common' ? null : view } });
  }

  protected async open(key?: string, value?: string): Promise<void> {
    const question: SettingQuestion = {
      all: this.all(),
      ...(key ? { key } : {}),
      ...(value === undefined ? {} : { value }),
    };
    const shown = this.dialog.open<SettingDialog, SettingQuestion, Setting>(SettingDialog, {
      data: question,
      width: '560px',
      maxWidth: 'calc(100vw - 24px)',
      autoFocus: key ? '#setting-value' : '#setting-search',
    });
    const saved = await firstValueFrom(shown.afterClosed());
    if (this.edit()) void this.router.navigate([], { queryParams: { edit: null, value: null } });
    if (saved)
      this.take(
        saved,
        saved.restart
          ? $localize`${saved.key}:key: was saved. It counts after a restart.`
          : $localize`${saved.key}:key: was saved.`,
      );
  }

  protected async unset(setting: Setting): Promise<void> {
    const next =
      setting.default === null
        ? $localize`Nothing is set then, or what the environment says.`
        : $localize`Its default ${setting.default}:default: counts again, or what the environment says.`;
    const isSure = await this.confirmation.ask({
      title: $localize`Delete ${setting.key}:key:?`,
      points: [next],
      action: $localize`Delete`,
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      this.take(await this.writer.unset(setting.key), $localize`${setting.key}:key: was deleted.`);
    } catch (error) {
      this.notices.warn($localize`${setting.key}:key: was not deleted. ${failureText(error)}:reason:`);
    }
  }

  protected async copy({ key, config_value: value }: Setting): Promise<void> {
    try {
      await navigator.clipboard.writeText(`${key}=${value ?? ''}`);
      this.notices.say($localize`Copied.`);
    } catch {
      this.notices.warn($localize`The browser did not allow copying.`);
    }
  }

  private take(saved: Setting, text: string): void {
    this.settings.update(
      (list) => list && { ...list, data: list.data.map((one) => (one.key === saved.key ? saved : one)) },
    );
    this.notices.say(text);
  }
}

function belongs(setting: Setting, view: View): boolean {
  if (view === 'all') return true;
  return view === 'set' ? isSet(setting) : setting.common || isSet(setting);
}
