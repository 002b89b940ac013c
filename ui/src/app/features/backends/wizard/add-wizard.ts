import { Service, computed, inject, linkedSignal, signal } from '@angular/core';
import { type FieldTree, form, pattern, required, validate } from '@angular/forms/signals';
import type { BackendCheck, BackendType, BackendUser, PlexServer } from '../../../core/api/schema.gen.js';
import { BackendRegistrar } from '../backend-registrar.js';
import { Refusals } from '../refusals.js';
import { type BackendDraft, emptyDraft, freeName, proposeName, toBackend } from './backend-draft.js';

export const STEPS = [$localize`Server`, $localize`Connection`, $localize`User`, $localize`Sync`] as const;
export type StepField = 'token' | 'url' | 'name' | 'user' | 'pin';

/** The fields that each step must have in order before the next one. */
const FIELDS_OF: readonly (readonly StepField[])[] = [['token'], ['url'], ['user', 'pin', 'name'], []];
/** Without these a server cannot be used; the other checks are only told. */
const NEEDED: ReadonlySet<BackendCheck['name']> = new Set(['reach', 'tls', 'token']);

/** What a person has typed into the wizard, and what the server said about it. Going back keeps everything. */
@Service({ autoProvided: false })
export class AddWizard {
  private readonly registrar = inject(BackendRegistrar);
  private readonly known = signal<readonly string[]>([]);
  private readonly at = signal(0);
  private readonly working = signal(false);
  private readonly name = signal('');

  /** The names that other backends have. */
  readonly taken = this.known.asReadonly();
  readonly step = this.at.asReadonly();
  readonly isBusy = this.working.asReadonly();
  readonly draft = linkedSignal<BackendDraft>(() => emptyDraft(this.known()));
  readonly isFirst = computed(() => this.known().length === 0);
  readonly refusals = new Refusals<BackendDraft>(this.draft, { 'options.PLEX_USER_PIN': 'pin' });
  readonly servers = signal<readonly PlexServer[] | null>(null);
  private readonly access = computed(() =>
    [this.draft().type, this.draft().url, this.draft().token].join('\n'),
  );
  /** What the server said to this address and token; others make it unknown again. */
  readonly checks = linkedSignal<string, readonly BackendCheck[] | null>({
    source: this.access,
    computation: () => null,
  });
  readonly users = linkedSignal<string, readonly BackendUser[] | null>({
    source: this.access,
    computation: () => null,
  });

  /** The chosen person is protected by a PIN, without which plex.tv gives no token. */
  readonly needsPin = computed(() => {
    const { type, user } = this.draft();
    return type === 'plex' && (this.users() ?? []).some((one) => one.id === user && one.protected);
  });

  readonly form: FieldTree<BackendDraft> = form(this.draft, (path) => {
    required(path.token, { message: $localize`Enter a token.` });
    required(path.url, { message: $localize`Enter the address of the server.` });
    pattern(path.url, /^\s*https?:\/\/[^\s/]+/i, {
      message: $localize`The address begins with http:// or https://.`,
    });
    required(path.name, { message: $localize`Enter a name.` });
    pattern(path.name, /^[a-z_][a-z_0-9]*$/, {
      message: $localize`Use a–z, 0–9 and _ only, and do not begin with a digit.`,
    });
    validate(path.name, ({ value }) =>
      this.known().includes(value())
        ? { kind: 'taken', message: $localize`Another backend has this name.` }
        : undefined,
    );
    validate(path.pin, ({ value }) =>
      this.needsPin() && !/^\s*\d{4}\s*$/.test(value())
        ? { kind: 'pin', message: $localize`Enter the four digits of the PIN.` }
        : undefined,
    );
    validate(path.user, ({ value }) =>
      this.isUnchosen(value()) ? { kind: 'user', message: $localize`Choose a user.` } : undefined,
    );
  });

  begin(taken: readonly string[]): void {
    this.known.set(taken);
  }

  change(part: Partial<BackendDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...part }));
  }

  /** The proposed name follows the type until a person has typed one. */
  chooseType(type: BackendType): void {
    this.change(this.form.name().dirty() ? { type } : { type, name: freeName(type, this.known()) });
  }

  /** A PIN belongs to one person. */
  chooseUser(user: string): void {
    this.change({ user, pin: '' });
  }

  chooseServer({ uri, name }: PlexServer): void {
    this.name.set(name);
    this.change({ url: uri });
  }

  back(step: number): void {
    this.refusals.clear();
    this.at.set(step);
  }

  problem(name: StepField): string {
    const refused = this.refusals.of(name)?.message;
    const field = this.form[name]();
    return refused ?? (field.touched() ? (field.errors()[0]?.message ?? '') : '');
  }

  remedy(name: StepField): string {
    return this.refusals.of(name)?.hint ?? '';
  }

  /** Goes on when this step is in order and the server agrees. */
  async next(): Promise<void> {
    const fields = FIELDS_OF[this.at()] ?? [];
    fields.forEach((name) => this.form[name]().markAsTouched());
    if (fields.some((name) => this.form[name]().invalid())) return;
    const isProved = await this.ask(() => this.prove());
    if (isProved) this.at.update((step) => Math.min(step + 1, STEPS.length - 1));
  }

  findServers(): Promise<boolean> {
    return this.ask(async () => {
      this.servers.set(await this.registrar.discover(this.draft().token.trim()));
      return true;
    });
  }

  /** True when the backend is stored. A refused field leads back to its step. */
  async add(): Promise<boolean> {
    const isAdded = await this.ask(async () => {
      await this.registrar.add(toBackend(this.draft()));
      return true;
    });
    const refused = FIELDS_OF.findIndex((names) => names.some((name) => this.refusals.of(name)));
    if (!isAdded && refused >= 0) this.at.set(refused);
    return isAdded;
  }

  private async prove(): Promise<boolean> {
    if (this.at() === 0 && this.draft().type === 'plex') await this.proposeServers();
    return this.at() === 1 ? this.proveServer() : true;
  }

  /** A list to choose from is a help, not a condition: plex.tv may be out of reach. */
  private async proposeServers(): Promise<void> {
    this.servers.set(await this.registrar.discover(this.draft().token.trim()).catch(() => null));
  }

  private async proveServer(): Promise<boolean> {
    const { type, url, token } = this.draft();
    const access = { url: url.trim(), token: token.trim() };
    const checks = await this.registrar.test({ type, ...access });
    this.checks.set(checks);
    if (checks.some(({ name, ok }) => ok === false && NEEDED.has(name))) return false;
    const users = await this.registrar.findUsers(type, access);
    this.users.set(users);
    const [only] = users.length === 1 ? users : [];
    if (only) this.change({ user: only.id });
    if (this.name() && !this.form.name().dirty())
      this.change({ name: proposeName(this.name(), type, this.known()) });
    return true;
  }

  private async ask(question: () => Promise<boolean>): Promise<boolean> {
    this.refusals.clear();
    this.working.set(true);
    try {
      return await question();
    } catch (error) {
      this.refusals.read(error);
      return false;
    } finally {
      this.working.set(false);
    }
  }

  /** True while the server has named users and the draft's is none of them. */
  private isUnchosen(user: string): boolean {
    const users = this.users() ?? [];
    return users.length > 0 && !users.some(({ id }) => id === user);
  }
}
