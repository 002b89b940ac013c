import { FileWatch } from '../settings/file-watch.js';
import { ConfigSources } from './config-sources.js';
import { type ConfigClass, loadConfig } from './load-config.js';

/**
 * A config class that follows its files, so that a change made through the API needs no restart (contract.md 2).
 * The files are looked at when `value` is read, at most once a second; settings that became invalid are not taken over.
 */
export class LiveConfig<T extends object> {
  private current: T;
  private readonly watch: FileWatch;

  constructor(
    private readonly Schema: ConfigClass<T>,
    private readonly sources = new ConfigSources(),
    now: () => number = Date.now,
  ) {
    this.watch = new FileWatch(sources.files, now);
    this.watch.look();
    this.current = loadConfig(Schema, sources);
  }

  get value(): T {
    if (this.watch.hasChanged()) this.load();
    return this.current;
  }

  /** Looks at once, for a process that has just changed the files itself. */
  refresh(): void {
    if (this.watch.look()) this.load();
  }

  private load(): void {
    try {
      this.current = loadConfig(this.Schema, this.sources);
    } catch {
      // A half-written or wrong file must not stop a running service; the next start names the problem.
    }
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
