import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Api } from '../../../core/api/api.js';
import { ApiFailure, failureText } from '../../../core/api/api-failure.js';
import type { BackendOption, SettingSpec } from '../../../core/api/schema.gen.js';
import { FailedNote } from '../../../shared/failed-note/failed-note.js';
import { LoadingNote } from '../../../shared/loading-note/loading-note.js';
import { Notices } from '../../../shared/notices/notices.js';
import { type OptionEntry, OptionRow } from './option-row.js';

/** Every option of a backend with its meaning, each saved by itself. The list comes from the API, so none is missing here. */
@Component({
  selector: 'app-backend-options',
  imports: [FailedNote, LoadingNote, OptionRow],
  template: `
    @if (failure(); as reason) {
      <app-failed-note what="The options" i18n-what [reason]="reason" (retry)="reload()" />
    }
    @if (entries(); as entries) {
      <section class="card" aria-labelledby="options">
        <div class="card-head">
          <h2 i18n id="options">Options</h2>
          <label class="end"
            ><span i18n class="visually-hidden">Find an option</span>
            <input
              #text
              class="control"
              type="search"
              placeholder="Find an option"
              i18n-placeholder
              autocomplete="off"
              (input)="wanted.set(text.value)"
            />
          </label>
        </div>
        @for (entry of entries; track entry.spec.key) {
          <app-option-row
            [entry]="entry"
            [isBusy]="busy() === entry.spec.key"
            [problem]="wrong()?.key === entry.spec.key ? (wrong()?.message ?? '') : ''"
            (changed)="save(entry, $event)"
            (cleared)="restore(entry)"
          />
        } @empty {
          <p i18n class="soft none">No option is called like this.</p>
        }
      </section>
    } @else if (!failure()) {
      <app-loading-note class="card" what="the options" i18n-what [rows]="8" />
    }
  `,
  styles: `
    .none {
      margin: 0;
      padding: 16px;
    }
    app-option-row:last-child {
      border-bottom: 0;
    }
  `,
})
export class BackendOptions {
  readonly name = input.required<string>();

  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly path = computed(() => `backend/${encodeURIComponent(this.name())}/option`);
  private readonly specs = httpResource<readonly SettingSpec[]>(() => this.api.read('backends/spec'));
  private readonly options = httpResource<readonly BackendOption[]>(() => this.api.read(this.path()));
  protected readonly wanted = signal('');
  protected readonly busy = signal<string | null>(null);
  protected readonly wrong = linkedSignal<string, { readonly key: string; readonly message: string } | null>({
    source: this.name,
    computation: () => null,
  });
  protected readonly failure = computed(() => {
    const error = this.specs.error() ?? this.options.error();
    return error ? failureText(error) : '';
  });
  protected readonly entries = computed((): readonly OptionEntry[] | null => {
    if (!this.specs.hasValue() || !this.options.hasValue()) return null;
    const specs = new Map(this.specs.value().map((spec) => [spec.key, spec]));
    const text = this.wanted().trim().toLowerCase();
    return this.options.value().flatMap((option) => {
      const spec = specs.get(option.key);
      const isMeant = spec && `${spec.key} ${spec.description}`.toLowerCase().includes(text);
      return isMeant ? [{ spec, option }] : [];
    });
  });

  protected save({ option: { key } }: OptionEntry, value: string | number | boolean): Promise<void> {
    return this.change(key, () => this.api.patch<BackendOption>(this.path(), { key, value }));
  }

  protected restore({ option: { key } }: OptionEntry): Promise<void> {
    return this.change(key, () =>
      this.api.delete<BackendOption>(`${this.path()}/${encodeURIComponent(key)}`),
    );
  }

  protected reload(): void {
    this.specs.reload();
    this.options.reload();
  }

  private async change(key: string, write: () => Promise<BackendOption>): Promise<void> {
    this.busy.set(key);
    this.wrong.set(null);
    try {
      const stored = await write();
      this.options.update((all) => all?.map((one) => (one.key === key ? stored : one)));
      this.notices.say($localize`${key.replace(/^options\./, '')}:option: was saved.`);
    } catch (error) {
      const [field] = error instanceof ApiFailure ? error.fields : [];
      this.wrong.set({ key, message: field?.message ?? failureText(error) });
      // A switch that was moved shows again what is stored.
      this.options.update((all) => all?.map((one) => (one.key === key ? { ...one } : one)));
    } finally {
      this.busy.set(null);
    }
  }
}
