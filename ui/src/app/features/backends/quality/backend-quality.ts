import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Api } from '../../../core/api/api.js';
import { failureText } from '../../../core/api/api-failure.js';
import { errand } from '../../../core/api/errand.js';
import { lastValue } from '../../../core/api/last-value.js';
import type { BackendScan, Library } from '../../../core/api/schema.gen.js';
import { reloadWhile } from '../../../core/live/every-beat.js';
import { EmptyNote } from '../../../shared/empty-note/empty-note.js';
import { FailedNote } from '../../../shared/failed-note/failed-note.js';
import { Icon } from '../../../shared/icon/icon.js';
import { LoadingNote } from '../../../shared/loading-note/loading-note.js';
import { ProgressLine } from '../../../shared/progress-line/progress-line.js';
import { RelativeTime } from '../../../shared/relative-time/relative-time.js';
import { numberText } from '../../../shared/words.js';
import { StaleItems } from './stale-items.js';
import { TitleList } from './title-list.js';

const KINDS = [
  {
    value: 'unmatched',
    label: $localize`Unmatched`,
    about: $localize`Titles without any id that other servers know. They cannot be synced until they are matched on the server.`,
  },
  {
    value: 'mismatched',
    label: $localize`Mismatched`,
    about: $localize`Titles whose file name says something else. They may be matched with the wrong movie or show.`,
  },
  {
    value: 'stale',
    label: $localize`Stale references`,
    about: $localize`Items that were seen here once and that the server no longer lists.`,
  },
] as const;

/** What is wrong with the titles of a backend: without ids, matched wrongly, or gone. */
@Component({
  selector: 'app-backend-quality',
  imports: [
    EmptyNote,
    FailedNote,
    Icon,
    LoadingNote,
    MatButton,
    ProgressLine,
    RelativeTime,
    StaleItems,
    TitleList,
  ],
  templateUrl: './backend-quality.html',
  styles: `
    .note {
      margin: 0;
    }
    .result {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 4px 12px;
      margin: 0;
      padding-bottom: 8px;
    }
  `,
})
export class BackendQuality {
  readonly name = input.required<string>();
  readonly kind = input<string>();
  readonly library = input<string>();

  private readonly api = inject(Api);
  private readonly router = inject(Router);
  protected readonly kinds = KINDS;
  protected readonly chosen = computed(() => KINDS.find(({ value }) => value === this.kind()) ?? KINDS[0]);
  protected readonly libraries = httpResource<readonly Library[]>(() =>
    this.api.read(`backend/${encodeURIComponent(this.name())}/library`),
  );
  protected readonly usable = computed(() =>
    (this.libraries.hasValue() ? this.libraries.value() : []).filter(({ supported }) => supported),
  );
  protected readonly needsLibrary = computed(() => this.chosen().value === 'stale' && !this.library());
  private readonly place = computed(
    () => `backend/${encodeURIComponent(this.name())}/scans/${this.chosen().value}`,
  );
  /** The last result is shown at once; a scan reads whole libraries, so it begins only when it is asked for. */
  protected readonly scan = httpResource<BackendScan>(() =>
    this.needsLibrary()
      ? undefined
      : this.api.read(this.place(), this.library() ? { library: this.library() ?? '' } : {}),
  );
  protected readonly shown = lastValue(this.scan, () => `${this.place()} ${this.library() ?? ''}`);
  protected readonly foundText = computed(() => {
    const { found, titles = [] } = this.shown() ?? {};
    if (!found) return '';
    const count = numberText(found);
    return found > titles.length && titles.length > 0
      ? $localize`${count}:count: found; the first ${numberText(titles.length)}:shown: are listed`
      : $localize`${count}:count: found`;
  });
  protected readonly errand = errand(() => this.scan.reload());
  protected readonly failureText = failureText;

  constructor() {
    reloadWhile(this.scan, () => (this.shown()?.running_since ?? null) !== null);
  }

  protected start(): Promise<boolean> {
    if (this.needsLibrary()) return Promise.resolve(false);
    return this.errand.run(async () => {
      const library = this.library();
      await this.api.post<BackendScan>(this.place(), library ? { library } : {});
      return $localize`The scan has begun.`;
    });
  }

  protected ask(change: { readonly kind?: string; readonly library?: string }): void {
    const entries = Object.entries(change).map(([name, value]) => [name, value || null]);
    void this.router.navigate([], {
      queryParams: Object.fromEntries(entries) as Record<string, string | null>,
      queryParamsHandling: 'merge',
    });
  }
}
