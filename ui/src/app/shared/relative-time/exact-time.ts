import { Component, computed, input } from '@angular/core';

const SHORT = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** A moment as date and time in the zone of who reads it. */
@Component({
  selector: 'app-exact-time',
  template: `<time [attr.datetime]="moment().toISOString()" [title]="full()">{{ text() }}</time>`,
  styles: `
    :host {
      white-space: nowrap;
    }
  `,
})
export class ExactTime {
  readonly at = input.required<string | Date>();
  protected readonly moment = computed(() => new Date(this.at()));
  protected readonly text = computed(() => SHORT.format(this.moment()));
  protected readonly full = computed(() => FULL.format(this.moment()));
}
