import { Component, computed, input, output, signal } from '@angular/core';
import { EXTRAS, type ExtraName, isExtraGood } from './history-extras.js';
import { type HistoryFilter, extrasInUse } from './history-filter.js';

/** The rarer filters, folded away until one of them is in use. */
@Component({
  selector: 'app-history-more-filters',
  template: `
    <details [open]="inUse() > 0">
      <summary i18n>
        More filters
        @if (inUse() > 0) {
          <span class="soft">({{ inUse() }} in use)</span>
        }
      </summary>
      <div class="fields">
        @for (extra of extras; track extra.name) {
          <div class="filter">
            <label [for]="'history-' + extra.name">{{ extra.label }}</label>
            <input
              #field
              class="control"
              autocomplete="off"
              spellcheck="false"
              [id]="'history-' + extra.name"
              [attr.inputmode]="extra.isNumber ? 'numeric' : null"
              translate="no"
              [placeholder]="extra.example"
              [value]="filter()[extra.name]"
              [attr.aria-invalid]="wrong() === extra.name"
              [attr.aria-describedby]="wrong() === extra.name ? 'history-extra-problem' : null"
              (change)="take(extra.name, field.value)"
            />
          </div>
        }
      </div>
      @if (problem(); as text) {
        <p id="history-extra-problem" role="alert">{{ text }}</p>
      }
    </details>
  `,
  styles: `
    :host {
      display: block;
      padding: 0 16px 10px;
      border-bottom: 1px solid var(--ws-line);
    }
    summary {
      cursor: pointer;
      width: fit-content;
      font-size: 13px;
      font-weight: 550;
    }
    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
      gap: 10px 12px;
      padding-top: 10px;
    }
    label {
      display: block;
      margin-bottom: 4px;
      font-size: 12.5px;
      color: var(--ws-soft);
    }
    p {
      margin: 8px 0 0;
      color: var(--ws-bad);
      font-size: 12.5px;
      font-weight: 550;
    }
  `,
})
export class HistoryMoreFilters {
  readonly filter = input.required<HistoryFilter>();
  readonly asked = output<Partial<Record<ExtraName, string>>>();

  protected readonly extras = EXTRAS;
  protected readonly inUse = computed(() => extrasInUse(this.filter()));
  protected readonly wrong = signal<ExtraName | null>(null);
  protected readonly problem = computed(() => {
    const extra = EXTRAS.find(({ name }) => name === this.wrong());
    if (!extra) return '';
    return extra.isNumber
      ? $localize`${extra.label}:label:: enter a number.`
      : $localize`${extra.label}:label:: write it like ${extra.example}:example:.`;
  });

  protected take(name: ExtraName, typed: string): void {
    const value = typed.trim();
    const isGood = isExtraGood(name, value);
    this.wrong.set(isGood ? null : name);
    if (isGood) this.asked.emit({ [name]: value });
  }
}
