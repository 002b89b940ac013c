import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { FormField, form, pattern, required, submit } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import type { Backend, BackendUser } from '../../core/api/schema.gen.js';
import { Field } from '../../shared/field/field.js';
import { Icon } from '../../shared/icon/icon.js';
import { Notices } from '../../shared/notices/notices.js';
import { type BackendSettings, changesBetween, settingsOf } from './backend-changes.js';
import { BackendRegistrar } from './backend-registrar.js';
import { BackendUsers } from './backend-users.js';
import { FirstExport, isFirstExport } from './first-export/first-export.js';
import { Refusals } from './refusals.js';

@Component({
  selector: 'app-backend-edit-form',
  imports: [BackendUsers, Field, FormField, Icon, MatButton, MatSlideToggle],
  templateUrl: './backend-edit-form.html',
  styleUrl: './backend-form.scss',
})
export class BackendEditForm {
  readonly backend = input.required<Backend>();
  readonly saved = output<Backend>();

  private readonly registrar = inject(BackendRegistrar);
  private readonly firstExport = inject(FirstExport);
  private readonly notices = inject(Notices);
  /** Equal settings are the same settings: saving something else on the page does not throw a draft away. */
  protected readonly before = computed(() => settingsOf(this.backend()), {
    equal: (one, other) => changesBetween(one, other).length === 0,
  });
  protected readonly settings = linkedSignal<BackendSettings>(() => this.before());
  protected readonly changes = computed(() => changesBetween(this.before(), this.settings()));
  protected readonly refusals = new Refusals<BackendSettings>(this.settings);
  protected readonly users = linkedSignal<Backend, readonly BackendUser[] | null>({
    source: this.backend,
    computation: () => null,
  });
  protected readonly isSearching = signal(false);

  protected readonly form = form(this.settings, (path) => {
    required(path.url, { message: $localize`Enter the address of the server.` });
    pattern(path.url, /^\s*https?:\/\/[^\s/]+/i, {
      message: $localize`The address begins with http:// or https://.`,
    });
  });

  protected readonly stored = $localize`••••••••  stored`;
  protected readonly userNow = computed(() => {
    const name = this.backend().user_name;
    return name ? $localize`Now: ${name}:user:` : '';
  });

  hasDraft(): boolean {
    return this.changes().length > 0;
  }

  protected problem(name: 'url' | 'token' | 'user'): string {
    const refused = this.refusals.of(name)?.message;
    const field = this.form[name]();
    return refused ?? (field.touched() ? (field.errors()[0]?.message ?? '') : '');
  }

  protected remedy(name: 'url' | 'token' | 'user'): string {
    return this.refusals.of(name)?.hint ?? '';
  }

  protected chooseUser(user: string): void {
    this.settings.update((settings) => ({ ...settings, user }));
  }

  protected discard(): void {
    this.refusals.clear();
    this.settings.set(this.before());
  }

  protected async findUsers(): Promise<void> {
    this.refusals.clear();
    this.isSearching.set(true);
    try {
      const { url, token } = this.settings();
      this.users.set(await this.registrar.findUsers(this.backend().type, { url, token }));
    } catch (error) {
      this.refusals.read(error);
    } finally {
      this.isSearching.set(false);
    }
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.refusals.clear();
    await submit(this.form, async () => {
      await this.change();
      return undefined;
    });
  }

  private async change(): Promise<void> {
    const was = this.backend();
    const { name } = was;
    try {
      const backend = await this.registrar.change(name, this.changes());
      this.saved.emit(backend);
      // The answer does not hold the token, so that nothing else would tell that it is no draft any more.
      this.settings.update((draft) => ({ ...draft, token: '' }));
      this.notices.say($localize`${name}:name: was saved.`);
      if (isFirstExport(was, backend)) this.saved.emit(await this.firstExport.offer(backend));
    } catch (error) {
      this.refusals.read(error);
    }
  }
}
