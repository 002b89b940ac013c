import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type BackendType, type CustomGuids, type GuidRules, NO_RULES, rulesFor } from '#libs/core';
import { type DataFolder, type Logger, replaceFile } from '#libs/runtime';
import { readGuidFile, writtenGuidFile } from './guid-file.js';
import { checkOf } from './pattern.js';

const LOOK_EVERY_MS = 1_000;
const LARGEST = 1_024 ** 2;
const NOTHING: CustomGuids = { guids: [], links: [] };

/**
 * The external ids that persons added: `config/guid.yaml` of the data folder, by hand or through the API (F224). Looked
 * at when asked, once a second at most, so every process follows within a second and none has to start anew.
 */
export class GuidBook {
  private readonly path: string;
  private content: CustomGuids = NOTHING;
  private rulesOf = new Map<BackendType, GuidRules>();
  private seen = '';
  private lookAgainAt = 0;

  constructor(
    folder: DataFolder,
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {
    this.path = join(folder.config, 'guid.yaml');
  }

  get current(): CustomGuids {
    if (this.now() >= this.lookAgainAt) this.look();
    return this.content;
  }

  /** Another one when other rules count. */
  get version(): string {
    const { guids, links } = this.current;
    return guids.length + links.length === 0 ? '' : this.seen;
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
    this.look();
  }

  private look(): void {
    this.lookAgainAt = this.now() + LOOK_EVERY_MS;
    const stat = statSync(this.path, { throwIfNoEntry: false });
    const seen = stat ? `${stat.ino}:${stat.size}:${stat.mtimeMs}` : '';
    if (seen === this.seen) return;
    this.seen = seen;
    try {
      this.take(stat && stat.size <= LARGEST ? readFileSync(this.path, 'utf8') : null);
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
