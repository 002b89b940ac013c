import { Service, signal } from '@angular/core';
import { recall, remember } from '../browser-memory.js';

export const MAIN_IDENTITY = 'main';
const KEY = 'ws.identity';

/** The person whose backends and history the pages show. */
@Service()
export class IdentityChoice {
  private readonly chosen = signal(recall(KEY) ?? MAIN_IDENTITY);
  readonly current = this.chosen.asReadonly();
  private readonly changes = signal(0);
  /** Grows when persons were added, renamed or removed. */
  readonly listChanges = this.changes.asReadonly();

  choose(identity: string): void {
    this.chosen.set(identity);
    remember(KEY, identity);
  }

  listChanged(): void {
    this.changes.update((count) => count + 1);
  }
}
