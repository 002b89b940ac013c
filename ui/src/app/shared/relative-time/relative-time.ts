import { Component, computed, inject, input } from '@angular/core';
import { Clock } from './clock.js';
import { relativeText } from './relative-text.js';

const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

/** A moment as "5 minutes ago", with the full date as its title. Takes ISO text or unix seconds. */
@Component({
  selector: 'app-relative-time',
  template: `
    @if (moment(); as at) {
      <time [attr.datetime]="at.toISOString()" [title]="full()">{{ text() }}</time>
    } @else {
      <span>{{ missing() }}</span>
    }
  `,
  styles: `
    :host {
      white-space: nowrap;
    }
  `,
})
export class RelativeTime {
  readonly at = input.required<string | number | null | undefined>();
  readonly missing = input($localize`Never`);

  private readonly clock = inject(Clock);
  protected readonly moment = computed(() => toDate(this.at()));
  protected readonly full = computed(() => {
    const moment = this.moment();
    return moment ? FULL.format(moment) : '';
  });
  protected readonly text = computed(() => {
    const moment = this.moment();
    return moment ? relativeText(moment, Math.max(this.clock.now(), Date.now())) : '';
  });
}

function toDate(at: string | number | null | undefined): Date | null {
  if (at === null || at === undefined || at === '') return null;
  const isUnix = typeof at === 'number' || /^\d+$/.test(at);
  const date = new Date(isUnix ? Number(at) * 1_000 : at);
  return Number.isNaN(date.getTime()) ? null : date;
}
