import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { FormField, form, pattern, required, submit, validate } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { Router, RouterLink } from '@angular/router';
import type { BackendType, BackendUser } from '../../core/api/schema.gen.js';
import { RunStarter } from '../../core/runs/run-starter.js';
import { BackendMark, typeName } from '../../shared/backend-mark/backend-mark.js';
import { Field } from '../../shared/field/field.js';
import { Icon } from '../../shared/icon/icon.js';
import { Notices } from '../../shared/notices/notices.js';
import { type BackendDraft, emptyDraft, freeName, syncsOf, toBackend } from './backend-draft.js';
import { BackendRegistrar } from './backend-registrar.js';
import { BackendUsers } from './backend-users.js';
import { Refusals } from './refusals.js';

const TOKEN_HELP: Readonly<Record<BackendType, string>> = {
  plex: 'The X-Plex-Token of the server’s owner.',
  jellyfin: 'An API key (Dashboard › API Keys), or username:password.',
  emby: 'An API key (Settings › API Keys), or username:password.',
};
const URL_EXAMPLE: Readonly<Record<BackendType, string>> = {
  plex: 'http://192.168.1.20:32400',
  jellyfin: 'http://192.168.1.20:8096',
  emby: 'http://192.168.1.20:8096',
};

/** One form, checked against the server as it goes; nothing that was typed is ever cleared. */
@Component({
  selector: 'app-backend-add-form',
  imports: [BackendMark, BackendUsers, Field, FormField, Icon, MatButton, MatSlideToggle, RouterLink],
  templateUrl: './backend-add-form.html',
  styleUrl: './backend-form.scss',
})
export class BackendAddForm {
  /** The names that other backends have. */
  readonly taken = input.required<readonly string[]>();

  private readonly registrar = inject(BackendRegistrar);
  private readonly starter = inject(RunStarter);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);

  protected readonly types: readonly BackendType[] = ['plex', 'jellyfin', 'emby'];
  protected readonly typeName = typeName;
  protected readonly draft = linkedSignal<BackendDraft>(() => emptyDraft(this.taken()));
  protected readonly isFirst = computed(() => this.taken().length === 0);
  protected readonly tokenHelp = computed(() => TOKEN_HELP[this.draft().type]);
  protected readonly urlExample = computed(() => URL_EXAMPLE[this.draft().type]);
  protected readonly refusals = new Refusals<BackendDraft>(this.draft);
  protected readonly isTokenVisible = signal(false);
  protected readonly isSearching = signal(false);
  private readonly access = computed(() =>
    [this.draft().type, this.draft().url, this.draft().token].join('\n'),
  );
  /** The users of the server as it was typed in; another address or token makes them unknown again. */
  protected readonly users = linkedSignal<string, readonly BackendUser[] | null>({
    source: this.access,
    computation: () => null,
  });

  protected readonly form = form(this.draft, (path) => {
    required(path.url, { message: 'Enter the address of the server.' });
    pattern(path.url, /^\s*https?:\/\/[^\s/]+/i, { message: 'The address begins with http:// or https://.' });
    required(path.token, { message: 'Enter a token.' });
    required(path.name, { message: 'Enter a name.' });
    pattern(path.name, /^[a-z_][a-z_0-9]*$/, {
      message: 'Use a–z, 0–9 and _ only, and do not begin with a digit.',
    });
    validate(path.name, ({ value }) =>
      this.taken().includes(value())
        ? { kind: 'taken', message: 'Another backend has this name.' }
        : undefined,
    );
    validate(path.user, ({ value }) =>
      this.isUnchosen(value()) ? { kind: 'user', message: 'Choose a user.' } : undefined,
    );
  });
  private isSaved = false;

  hasDraft(): boolean {
    const { url, token } = this.draft();
    return !this.isSaved && (url !== '' || token !== '');
  }

  protected change(part: Partial<BackendDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...part }));
  }

  /** The proposed name follows the type until a person has typed one. */
  protected chooseType(type: BackendType): void {
    this.change(this.form.name().dirty() ? { type } : { type, name: freeName(type, this.taken()) });
  }

  protected problem(name: 'url' | 'token' | 'name' | 'user'): string {
    const refused = this.refusals.of(name)?.message;
    const field = this.form[name]();
    return refused ?? (field.touched() ? (field.errors()[0]?.message ?? '') : '');
  }

  protected remedy(name: 'url' | 'token' | 'name' | 'user'): string {
    return this.refusals.of(name)?.hint ?? '';
  }

  protected async findUsers(): Promise<void> {
    this.refusals.clear();
    this.form.url().markAsTouched();
    this.form.token().markAsTouched();
    if (this.form.url().invalid() || this.form.token().invalid()) return;
    this.isSearching.set(true);
    try {
      const { type, url, token } = this.draft();
      const users = await this.registrar.findUsers(type, { url: url.trim(), token: token.trim() });
      this.users.set(users);
      const only = users.length === 1 ? users[0] : undefined;
      if (only) this.change({ user: only.id });
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
      await this.add();
      return undefined;
    });
  }

  /** True while the server has named users and the draft's is none of them. */
  private isUnchosen(user: string): boolean {
    const users = this.users() ?? [];
    return users.length > 0 && !users.some(({ id }) => id === user);
  }

  private async add(): Promise<void> {
    const draft = this.users() ? this.draft() : { ...this.draft(), user: '' };
    try {
      await this.registrar.add(toBackend(draft));
    } catch (error) {
      this.refusals.read(error);
      return;
    }
    this.isSaved = true;
    this.notices.say(`${draft.name} was added.`);
    await this.router.navigate(['/backends']);
    for (const sync of syncsOf(draft)) await this.starter.start(sync);
  }
}
