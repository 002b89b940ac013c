import { DecimalPipe } from '@angular/common';
import { Component, computed, input } from '@angular/core';
import { numberText } from '../words.js';

export interface Bar {
  readonly label: string;
  readonly value: number;
}

const HEIGHT = 72;
const WIDTH = 10;
const GAP = 3;
/** What is there at all is seen. */
const LEAST = 2;

/** A row of bars, with the same numbers as a table for who cannot or would not see them. */
@Component({
  selector: 'app-bar-chart',
  imports: [DecimalPipe],
  template: `
    @if (highest() === 0) {
      <p i18n class="soft none-yet">Nothing in these days.</p>
    } @else {
      <p i18n class="soft small most" aria-hidden="true">Most in a day: {{ highest() | number }}</p>
    }
    <svg
      role="img"
      preserveAspectRatio="none"
      [attr.viewBox]="'0 0 ' + width() + ' ' + height"
      [attr.aria-label]="summary()"
    >
      @for (bar of drawn(); track bar.label) {
        <rect
          rx="1.5"
          [attr.x]="bar.x"
          [attr.y]="bar.y"
          [attr.width]="barWidth"
          [attr.height]="bar.height"
          [class.none]="bar.value === 0"
        >
          <title>{{ bar.label }}: {{ bar.value | number }}</title>
        </rect>
      }
    </svg>
    <div class="ends soft small" aria-hidden="true">
      <span>{{ bars().at(0)?.label }}</span>
      <span>{{ bars().at(-1)?.label }}</span>
    </div>
    <details>
      <summary i18n class="small">Show as a table</summary>
      <div class="scroll" tabindex="0" role="region" ariaLabel="{{ label() }}, as a table" i18n-ariaLabel>
        <table class="data">
          <caption class="visually-hidden">
            {{
              label()
            }}
          </caption>
          <thead>
            <tr>
              <th i18n scope="col">Day</th>
              <th scope="col" class="num">{{ what() }}</th>
            </tr>
          </thead>
          <tbody>
            @for (bar of newestFirst(); track bar.label) {
              <tr>
                <th scope="row">{{ bar.label }}</th>
                <td class="num">{{ bar.value | number }}</td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    </details>
  `,
  styles: `
    :host {
      display: grid;
      gap: 4px;
      padding: 12px 16px;
    }
    p {
      margin: 0;
    }
    svg {
      display: block;
      width: 100%;
      height: 72px;
    }
    rect {
      fill: var(--ws-accent);
    }
    rect.none {
      fill: var(--ws-line);
    }
    .ends {
      display: flex;
      justify-content: space-between;
    }
    summary {
      cursor: pointer;
      width: fit-content;
    }
    .scroll {
      max-height: 220px;
      overflow-y: auto;
    }
  `,
})
export class BarChart {
  readonly label = input.required<string>();
  /** What is counted, e.g. "Plays". */
  readonly what = input.required<string>();
  readonly bars = input.required<readonly Bar[]>();

  protected readonly height = HEIGHT;
  protected readonly barWidth = WIDTH;
  protected readonly newestFirst = computed(() => this.bars().toReversed());
  protected readonly width = computed(() => Math.max(1, this.bars().length * (WIDTH + GAP) - GAP));
  protected readonly highest = computed(() => Math.max(0, ...this.bars().map(({ value }) => value)));
  protected readonly drawn = computed(() =>
    this.bars().map((bar, index) => {
      const height = Math.max(LEAST, Math.round((bar.value / Math.max(1, this.highest())) * HEIGHT));
      return { ...bar, x: index * (WIDTH + GAP), y: HEIGHT - height, height };
    }),
  );
  protected readonly summary = computed(() => {
    const total = this.bars().reduce((sum, { value }) => sum + value, 0);
    const top = this.bars().reduce<Bar | null>(
      (best, bar) => (bar.value > (best?.value ?? 0) ? bar : best),
      null,
    );
    const most = top ? $localize`, most on ${top.label}:label: with ${numberText(top.value)}:value:` : '';
    return $localize`${this.label()}:label:: ${numberText(total)}:total: in ${this.bars().length}:days: days${most}:most:.`;
  });
}
