import { InjectionToken } from '@angular/core';

/** What the live updates need of the browser's EventSource; a test passes its own. */
export type EventStream = Pick<EventSource, 'addEventListener' | 'close'>;

export const OPEN_STREAM = new InjectionToken<(url: string) => EventStream>('opens a stream of events', {
  factory: () => (url) => new EventSource(url),
});
