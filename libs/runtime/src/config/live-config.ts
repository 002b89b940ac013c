import { statSync } from 'node:fs';
import { ConfigSources } from './config-sources.js';
import { type ConfigClass, loadConfig } from './load-config.js';

const LOOK_EVERY_MS = 1_000;

/**
 * A config class that follows its files, so that a change made through the API needs no restart (contract.md 2).
 * The files are looked at when `value` is read, at most once a second; settings that became invalid are not taken over.
 */
export class LiveConfig<T extends object> {
  private current: T;
  private seen: string;
  private lookAgainAt: number;

  constructor(
    private readonly Schema: ConfigClass<T>,
    private readonly sources = new ConfigSources(),
    private readonly now: () => number = Date.now,
  ) {
    this.seen = this.fingerprint();
    this.current = loadConfig(Schema, sources);
    this.lookAgainAt = now() + LOOK_EVERY_MS;
  }

  get value(): T {
    if (this.now() >= this.lookAgainAt) this.look();
    return this.current;
  }

  /** Looks at once, for a process that has just changed the files itself. */
  refresh(): void {
    this.look();
  }

  private look(): void {
    this.lookAgainAt = this.now() + LOOK_EVERY_MS;
    const fingerprint = this.fingerprint();
    if (fingerprint === this.seen) return;
    this.seen = fingerprint;
    try {
      this.current = loadConfig(this.Schema, this.sources);
    } catch {
      // A half-written or wrong file must not stop a running service; the next start names the problem.
    }
  }

  private fingerprint(): string {
    return this.sources.files
      .map((file) => statSync(file, { throwIfNoEntry: false }))
      .map((stat) => (stat ? `${stat.ino}:${stat.size}:${stat.mtimeMs}` : '-'))
      .join('|');
  }
}

/**
 * The same as a plain object whose properties follow the files, for classes that take their config as it is. A value
 * counts from the next time it is read, so it must not be copied.
 */
export function followConfig<T extends object>(
  Schema: ConfigClass<T>,
  sources = new ConfigSources(),
  now: () => number = Date.now,
): T {
  const live = new LiveConfig(Schema, sources, now);
  return new Proxy(new Schema(), { get: (_, name) => Reflect.get(live.value, name) as unknown });
}
