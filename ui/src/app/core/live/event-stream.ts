import { InjectionToken } from '@angular/core';

/** What the live updates need of the browser's EventSource; a test passes its own. */
export interface EventStream {
  addEventListener(type: string, listener: (event: Event) => void): void;
  close(): void;
}

export const OPEN_STREAM = new InjectionToken<(url: string) => EventStream>('opens a stream of events', {
  factory: () => (url) => new EventSource(url),
});
