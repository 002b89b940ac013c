import { Component, input } from '@angular/core';

/** A label, its control and what is wrong with it. The control names `note` of this field in `aria-describedby`. */
@Component({
  selector: 'app-field',
  template: `
    <label [for]="for()">{{ label() }}</label>
    <ng-content />
    <div class="under" [id]="for() + '-note'">
      @if (problem()) {
        <span class="problem">{{ problem() }}</span>
        @if (remedy()) {
          <span class="remedy">{{ remedy() }}</span>
        }
      } @else if (help()) {
        <span>{{ help() }}</span>
      }
    </div>
  `,
  host: { '[class.has-problem]': '!!problem()' },
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 4px;
      min-width: 0;
    }
    label {
      font-weight: 550;
      font-size: 13px;
    }
    .under {
      font-size: 12.5px;
      line-height: 17px;
      color: var(--ws-soft);
    }
    .under span {
      display: block;
    }
    .problem {
      color: var(--ws-bad);
      font-weight: 550;
    }
    .remedy {
      color: var(--ws-text);
    }
  `,
})
export class Field {
  readonly label = input.required<string>();
  readonly for = input.required<string>();
  readonly help = input('');
  readonly problem = input('');
  readonly remedy = input('');
}
