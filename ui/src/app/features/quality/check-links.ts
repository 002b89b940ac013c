import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import type { BackendScanKind, BackendScanState } from '../../core/api/schema.gen.js';
import { RelativeTime } from '../../shared/relative-time/relative-time.js';
import { numberText } from '../../shared/words.js';

interface Check {
  readonly kind: BackendScanKind;
  readonly label: string;
}
const CHECKS: readonly Check[] = [
  { kind: 'unmatched', label: $localize`Unmatched` },
  { kind: 'mismatched', label: $localize`Mismatched` },
  { kind: 'stale', label: $localize`Stale references` },
];

/** The scans of one backend: what the last of each kind found, and the way to it. */
@Component({
  selector: 'app-check-links',
  imports: [MatButton, RelativeTime, RouterLink],
  template: `
    @for (check of checks(); track check.kind) {
      <div class="check">
        <a
          matButton="outlined"
          [routerLink]="['/backends', backend(), 'quality']"
          [queryParams]="{ kind: check.kind, library: check.last?.library }"
          ariaLabel="{{ check.label }} on {{ backend() }}"
          i18n-ariaLabel
          >{{ check.label }}</a
        >
        <span class="soft small">
          @if (check.last; as last) {
            @if (last.running_since) {
              <ng-container i18n>Scanning…</ng-container>
            } @else if (last.completed_at) {
              <ng-container i18n
                >{{ check.found }} found, <app-relative-time [at]="last.completed_at"
              /></ng-container>
            } @else {
              <ng-container i18n>The scan failed</ng-container>
            }
          } @else if (isKnown()) {
            <ng-container i18n>Never scanned</ng-container>
          } @else {
            &nbsp;
          }
        </span>
      </div>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(3, 176px);
      gap: 10px;
    }
    .check {
      display: grid;
      gap: 3px;
      align-content: start;
    }
    @media (max-width: 900px) {
      :host {
        flex: 1 1 100%;
        grid-template-columns: minmax(0, 1fr);
      }
      .check {
        grid-template-columns: 148px minmax(0, 1fr);
        align-items: center;
        gap: 12px;
      }
    }
  `,
})
export class CheckLinks {
  readonly backend = input.required<string>();

  private readonly api = inject(Api);
  private readonly scans = httpResource<readonly BackendScanState[]>(() =>
    this.api.read(`backend/${encodeURIComponent(this.backend())}/scans`),
  );
  protected readonly isKnown = computed(() => this.scans.hasValue());
  protected readonly checks = computed(() => {
    const scans = this.scans.hasValue() ? this.scans.value() : [];
    return CHECKS.map((check) => {
      const last = newest(scans.filter(({ kind }) => kind === check.kind));
      return { ...check, last, found: numberText(last?.found ?? 0) };
    });
  });
}

const ageOf = ({ running_since: since, completed_at: at }: BackendScanState): string => since ?? at ?? '';
const newest = (scans: readonly BackendScanState[]): BackendScanState | undefined =>
  scans.toSorted((one, other) => ageOf(other).localeCompare(ageOf(one)))[0];
