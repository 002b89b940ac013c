import { DecimalPipe } from '@angular/common';
import { type HttpResourceRef, httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api, type Query } from '../../core/api/api.js';
import { failureText } from '../../core/api/api-failure.js';
import { type LastValue, lastValue } from '../../core/api/last-value.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import type { Paging } from '../../core/api/schema.gen.js';
import { FailedNote } from '../../shared/failed-note/failed-note.js';

interface Words {
  readonly label: string;
  readonly link: string;
  readonly isTrouble: boolean;
}
interface Count {
  readonly resource: Pick<HttpResourceRef<Counted | undefined>, 'reload'>;
  readonly page: LastValue<Counted>;
}
interface Counted {
  readonly paging: Pick<Paging, 'total'>;
}

const PARITY: Words = {
  label: $localize`Items that not every backend has`,
  link: '/quality',
  isTrouble: false,
};

/** What keeps the servers apart: writes that failed, wishes that contradict, items that not every server has. */
@Component({
  selector: 'app-drift',
  imports: [DecimalPipe, FailedNote, RouterLink],
  template: `
    <section class="card" aria-labelledby="drift">
      <h2 i18n id="drift" class="card-head">Out of step</h2>
      @if (failed(); as count) {
        <app-failed-note
          class="inset"
          what="The counts"
          i18n-what
          [reason]="failureText(count.page.failure())"
          [since]="count.page.readAt()"
          (retry)="reload()"
        />
      }
      <ul>
        @for (row of rows(); track row.label) {
          <li>
            <a class="grow" [routerLink]="row.link">{{ row.label }}</a>
            <strong class="number" [class.some]="row.isTrouble && (row.total ?? 0) > 0">
              @if (row.total !== null) {
                {{ row.total | number }}
              } @else if (row.count.page.failure()) {
                <span aria-label="not known" i18n-aria-label>–</span>
              } @else {
                <span class="skeleton"><span i18n class="visually-hidden">Loading…</span></span>
              }
            </strong>
          </li>
        }
      </ul>
    </section>
  `,
  styles: `
    ul {
      list-style: none;
      margin: 0;
      padding: 6px 16px;
    }
    li {
      display: flex;
      gap: 16px;
      padding: 6px 0;
    }
    a {
      color: var(--ws-text);
      text-decoration: none;
    }
    a:hover {
      text-decoration: underline;
    }
    .some {
      color: var(--ws-warn);
    }
  `,
})
export class Drift {
  /** How many backends there are. */
  readonly backends = input.required<number>();

  private readonly api = inject(Api);
  /** One backend alone is out of step with nobody. */
  private readonly canCompare = computed(() => this.backends() > 1);
  private readonly conflicts = this.count('history/conflicts', { status: 'open' });
  private readonly writes = this.count('exports/failed');
  private readonly partial = this.count('system/parity', {}, () => this.canCompare());
  private readonly counts = [this.conflicts, this.writes, this.partial];
  protected readonly rows = computed(() => [
    this.row(this.conflicts, { label: $localize`Conflicts to decide`, link: '/conflicts', isTrouble: true }),
    this.row(this.writes, { label: $localize`Failed writes`, link: '/failed-writes', isTrouble: true }),
    ...(this.canCompare() ? [this.row(this.partial, PARITY)] : []),
  ]);
  protected readonly failed = computed(() => this.counts.find(({ page }) => page.failure()));
  protected readonly failureText = failureText;

  constructor() {
    reloadOnNews(() => this.reload());
  }

  protected reload(): void {
    this.counts.forEach(({ resource }) => resource.reload());
  }

  private row(count: Count, words: Words) {
    return { ...words, count, total: count.page()?.paging.total ?? null };
  }

  /** Only the total of a list is wanted, so only one of its rows is read. */
  private count(path: string, query: Query = {}, isWanted = () => true): Count {
    const resource = httpResource<Counted>(() =>
      isWanted() ? this.api.read(path, { ...query, perpage: 1 }) : undefined,
    );
    return { resource, page: lastValue(resource) };
  }
}
