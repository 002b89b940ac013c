import { Component, computed, input, model, resource } from '@angular/core';
import { ExactTime } from '../relative-time/exact-time.js';
import { readCron } from './read-cron.js';

const PRESETS: readonly { readonly timer: string; readonly label: string }[] = [
  { timer: '*/15 * * * *', label: $localize`Every 15 minutes` },
  { timer: '0 */1 * * *', label: $localize`Every hour` },
  { timer: '0 */3 * * *', label: $localize`Every 3 hours` },
  { timer: '0 */6 * * *', label: $localize`Every 6 hours` },
  { timer: '0 */12 * * *', label: $localize`Every 12 hours` },
  { timer: '0 4 * * *', label: $localize`Every day at 4:00` },
  { timer: '0 4 * * 1', label: $localize`Every Monday at 4:00` },
];

/** When something is to happen: a common choice, or a cron expression, with its meaning and the next times. */
@Component({
  selector: 'app-cron-field',
  imports: [ExactTime],
  templateUrl: './cron-field.html',
  styles: `
    :host {
      display: grid;
      gap: 8px;
    }
    .pair {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 8px;
    }
    .reading {
      padding: 8px 12px;
      border-radius: 8px;
      background: var(--ws-quiet-fill);
      min-height: 60px;
    }
    .reading ol {
      margin: 4px 0 0;
      padding: 0;
      list-style: none;
      font-size: 12.5px;
    }
    .bad {
      color: var(--ws-bad);
    }
    @media (max-width: 480px) {
      .pair {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class CronField {
  readonly inputId = input.required<string>();
  readonly timezone = input<string>();
  readonly value = model.required<string>();

  protected readonly presets = PRESETS;
  protected readonly isPreset = computed(() => PRESETS.some(({ timer }) => timer === this.value().trim()));
  protected readonly reading = resource({
    params: () => ({ timer: this.value(), timezone: this.timezone() }),
    loader: ({ params }) => readCron(params.timer, params.timezone),
  });
  /** The site explains any expression field by field. */
  protected readonly explainer = computed(
    () => `https://crontab.guru/#${this.value().trim().split(/\s+/).map(encodeURIComponent).join('_')}`,
  );
}
