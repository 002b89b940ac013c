import { DecimalPipe } from '@angular/common';
import { httpResource } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../core/api/api.js';
import { lastValue } from '../../core/api/last-value.js';
import { reloadOnNews } from '../../core/live/reload-on-news.js';
import type { Paging } from '../../core/api/schema.gen.js';

interface Counted {
  readonly paging: Pick<Paging, 'total'>;
}

/** What keeps the servers apart: writes that failed, wishes that contradict, items that not every server has. */
@Component({
  selector: 'app-drift',
  imports: [DecimalPipe, RouterLink],
  template: `
    <section class="card" aria-labelledby="drift">
      <h2 i18n id="drift" class="card-head">Out of step</h2>
      <ul>
        @for (row of rows(); track row.label) {
          <li>
            <a class="grow" [routerLink]="row.link">{{ row.label }}</a>
            <strong class="number" [class.some]="row.isTrouble && (row.total ?? 0) > 0">
              @if (row.total !== null) {
                {{ row.total | number }}
              } @else {
                <span aria-label="not known" i18n-aria-label>–</span>
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
  private readonly api = inject(Api);
  private readonly conflicts = this.count('history/conflicts', { status: 'open' });
  private readonly failed = this.count('exports/failed');
  private readonly partial = this.count('system/parity');
  protected readonly rows = computed(() => [
    {
      label: $localize`Conflicts to decide`,
      link: '/conflicts',
      total: this.conflicts.total(),
      isTrouble: true,
    },
    { label: $localize`Failed writes`, link: '/failed-writes', total: this.failed.total(), isTrouble: true },
    {
      label: $localize`Items that not every backend has`,
      link: '/quality',
      total: this.partial.total(),
      isTrouble: false,
    },
  ]);

  constructor() {
    reloadOnNews(() =>
      [this.conflicts, this.failed, this.partial].forEach(({ resource }) => resource.reload()),
    );
  }

  /** Only the total of a list is wanted, so only one of its rows is read. */
  private count(path: string, query: Readonly<Record<string, string>> = {}) {
    const resource = httpResource<Counted>(() => this.api.read(path, { ...query, perpage: 1 }));
    const page = lastValue(resource);
    return { resource, total: computed(() => page()?.paging.total ?? null) };
  }
}
