import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Api } from '../../../core/api/api.js';
import { failureText } from '../../../core/api/api-failure.js';
import type { Library } from '../../../core/api/schema.gen.js';
import { FailedNote } from '../../../shared/failed-note/failed-note.js';
import { StaleItems } from './stale-items.js';
import { TitleScan } from './title-scan.js';

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
  imports: [FailedNote, MatButton, StaleItems, TitleScan],
  templateUrl: './backend-quality.html',
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
  /** A scan reads whole libraries, so it begins only when it is asked for. */
  protected readonly isStarted = linkedSignal({
    source: () => `${this.name()} ${this.chosen().value} ${this.library() ?? ''}`,
    computation: () => false,
  });
  protected readonly needsLibrary = computed(() => this.chosen().value === 'stale' && !this.library());
  protected readonly failureText = failureText;

  protected ask(change: { readonly kind?: string; readonly library?: string }): void {
    const entries = Object.entries(change).map(([name, value]) => [name, value || null]);
    void this.router.navigate([], {
      queryParams: Object.fromEntries(entries) as Record<string, string | null>,
      queryParamsHandling: 'merge',
    });
  }
}
