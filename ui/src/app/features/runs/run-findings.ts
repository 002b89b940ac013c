import { DecimalPipe } from '@angular/common';
import { Component, computed, input } from '@angular/core';
import type { Run } from '../../core/api/schema.gen.js';
import { reasonText, warningText } from './run-reasons.js';

type Counts = Readonly<Record<string, number>>;

const rowsOf = (counts: Counts, textOf: (key: string) => string) =>
  Object.entries(counts).map(([key, count]) => ({ text: textOf(key), count }));

/** The finer results of a run: what a restore found, movies and episodes apart, what was left alone and why. */
@Component({
  selector: 'app-run-findings',
  imports: [DecimalPipe],
  templateUrl: './run-findings.html',
  host: { '[class.visually-hidden]': 'isEmpty()' },
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr));
      gap: 16px;
      align-items: start;
    }
    dl {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 10px 20px;
      margin: 0;
      padding: 12px 16px;
    }
    .wide {
      grid-column: 1 / -1;
    }
    .bad dd {
      color: var(--ws-bad);
    }
    dt {
      font-size: 12.5px;
      color: var(--ws-soft);
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
    ul {
      list-style: none;
      margin: 0;
      padding: 6px 16px;
    }
    li {
      display: flex;
      gap: 16px;
      padding: 5px 0;
    }
  `,
})
export class RunFindings {
  readonly run = input.required<Run>();

  protected readonly types = computed(() => {
    const { movie, episode } = this.run().by_type;
    return [
      { label: $localize`Movies`, counts: movie },
      { label: $localize`Episodes`, counts: episode },
    ];
  });
  protected readonly hasTypes = computed(
    () =>
      this.run().kind === 'import' &&
      this.types().some(({ counts }) => counts.added + counts.updated + counts.failed > 0),
  );
  protected readonly lists = computed(() => [
    { title: $localize`Please look at`, rows: rowsOf(this.run().warnings, warningText) },
    { title: $localize`Left alone, and why`, rows: rowsOf(this.run().skipped_by, reasonText) },
  ]);
  protected readonly isEmpty = computed(
    () => !this.run().restore && !this.hasTypes() && this.lists().every(({ rows }) => rows.length === 0),
  );
}
