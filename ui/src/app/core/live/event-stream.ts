import { InjectionToken, inject } from '@angular/core';
import { Connection } from '../session/connection.js';
import { FetchedStream } from './fetched-stream.js';

/** What the live updates need of the browser's EventSource; a test passes its own. */
export interface EventStream {
  addEventListener(type: string, listener: (event: Event) => void): void;
  close(): void;
}

/** With an API token the stream is fetched, since an EventSource could carry the token only in its address. */
export const OPEN_STREAM = new InjectionToken<(path: string) => EventStream>('opens a stream of events', {
  factory: () => {
    const connection = inject(Connection);
    return (path) => {
      const settings = connection.settings();
      return settings
        ? new FetchedStream(settings.url + path, { 'X-APIKEY': settings.token })
        : new EventSource(path);
    };
  },
});
