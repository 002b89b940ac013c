import { Service, computed, signal } from '@angular/core';
import { forget, recall, remember } from '../browser-memory.js';

const KEY = 'ws.connection';

/** Where the API is and the key to it, for a person who connects by an API token. */
export interface ConnectionSettings {
  /** The origin of the API, without a path: `http://nas:8080`. */
  readonly url: string;
  readonly token: string;
}

/** The connection settings of this browser; without them the API is where this page came from, with an account's cookie. */
@Service()
export class Connection {
  private readonly state = signal<ConnectionSettings | null>(read());
  readonly settings = this.state.asReadonly();
  /** Whether requests leave this origin, so that the browser's cookie would not go with them. */
  readonly isElsewhere = computed(() => {
    const url = this.state()?.url ?? '';
    return url !== '' && url !== location.origin;
  });

  keep(settings: ConnectionSettings): void {
    this.state.set(settings);
    remember(KEY, JSON.stringify(settings));
  }

  forget(): void {
    this.state.set(null);
    forget(KEY);
  }
}

function read(): ConnectionSettings | null {
  try {
    const { url, token } = JSON.parse(recall(KEY) ?? '{}') as Partial<ConnectionSettings>;
    return url && token ? { url, token } : null;
  } catch {
    return null;
  }
}

/** The origin of what a person typed as the address of the API; null when it is none. */
export function readOrigin(text: string): string | null {
  try {
    const { origin, protocol } = new URL(text.trim());
    return protocol === 'http:' || protocol === 'https:' ? origin : null;
  } catch {
    return null;
  }
}
