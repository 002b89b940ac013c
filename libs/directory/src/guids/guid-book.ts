import { join } from 'node:path';
import { type BackendType, type CustomGuids, type GuidRules, NO_RULES, rulesFor } from '#libs/core';
import { type DataFolder, FileWatch, type Logger, replaceFile, textIn } from '#libs/runtime';
import { readGuidFile, writtenGuidFile } from './guid-file.js';
import { checkOf } from './pattern.js';

const LARGEST = 1_024 ** 2;
const NOTHING: CustomGuids = { guids: [], links: [] };

/**
 * The external ids that persons added: `config/guid.yaml` of the data folder, by hand or through the API (F224).
 * Every process follows within a second, and none has to start anew.
 */
export class GuidBook {
  private readonly path: string;
  private content: CustomGuids = NOTHING;
  private rulesOf = new Map<BackendType, GuidRules>();
  private readonly watch: FileWatch;

  constructor(
    folder: DataFolder,
    private readonly logger: Logger,
    now?: () => number,
  ) {
    this.path = join(folder.config, 'guid.yaml');
    this.watch = new FileWatch([this.path], now);
  }

  get current(): CustomGuids {
    if (this.watch.hasChanged()) this.load();
    return this.content;
  }

  /** Another one when other rules count. */
  get version(): string {
    const { guids, links } = this.current;
    return guids.length + links.length === 0 ? '' : this.watch.fingerprint;
  }

  rules(type: BackendType): GuidRules {
    const { current } = this;
    if (current === NOTHING) return NO_RULES;
    const known = this.rulesOf.get(type);
    if (known) return known;
    const rules = rulesFor(type, current, checkOf);
    this.rulesOf.set(type, rules);
    return rules;
  }

  /** Counts here at once. Throws when the file cannot be written; then nothing has changed. */
  replace(content: CustomGuids): void {
    replaceFile(this.path, writtenGuidFile(content));
    if (this.watch.look()) this.load();
  }

  private load(): void {
    try {
      this.take(textIn(this.path, LARGEST));
    } catch {
      // Half-written or wrong: what counted goes on counting.
      this.logger.warn('guid.yaml cannot be read', { reason: 'it is no YAML' });
    }
  }

  private take(text: string | null): void {
    const { leftOut = [], ...content } = text === null ? { ...NOTHING, leftOut: [] } : readGuidFile(text);
    for (const reason of leftOut) this.logger.warn('left out of guid.yaml', { reason });
    this.content = content.guids.length + content.links.length === 0 ? NOTHING : content;
    this.rulesOf = new Map();
  }
}
