import { Component, computed, input } from '@angular/core';
import type { Run } from '../../core/api/schema.gen.js';
import { planOf } from '../../core/runs/run-plan.js';
import { Icon } from '../../shared/icon/icon.js';

/** What a preview has found, before anything is written. */
@Component({
  selector: 'app-run-plan-note',
  imports: [Icon],
  template: `
    <section class="note" [class]="tone()" aria-label="The plan in words" i18n-aria-label>
      <app-icon [name]="tone() === 'warn' ? 'warning' : 'eye'" />
      <div>
        <strong i18n>Nothing has been written. {{ plan().unwatched }}</strong>
        @for (line of plan().others; track line) {
          <p>{{ line }}</p>
        }
      </div>
    </section>
  `,
  styles: `
    .note {
      margin: 0;
    }
  `,
})
export class RunPlanNote {
  readonly run = input.required<Run>();
  protected readonly plan = computed(() => planOf(this.run()));
  protected readonly tone = computed(() => (this.run().counts.unplayed > 0 ? 'warn' : 'info'));
}
