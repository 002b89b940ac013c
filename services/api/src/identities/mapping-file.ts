import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { DataFolder, Logger, SecretBox } from '#libs/runtime';
import { parse, stringify } from 'yaml';
import { PeopleMappingDto } from './identities.dto.js';
import { fromOldMapping } from './old-mapping.js';

const LARGEST = 1_024 ** 2;

/** Which accounts belong together, as somebody said: `config/mapper.yaml` of the data folder. PINs are sealed in it. */
@Injectable()
export class MappingFile {
  private readonly path: string;

  constructor(
    folder: DataFolder,
    private readonly secrets: SecretBox,
    private readonly logger: Logger,
  ) {
    this.path = join(folder.config, 'mapper.yaml');
  }

  /** Null when there is none, or none that can be used. */
  async read(): Promise<PeopleMappingDto | null> {
    const text = await readFile(this.path, 'utf8').catch(() => null);
    if (text === null || text.length > LARGEST) return null;
    const mapping = await this.understood(text);
    if (!mapping)
      this.logger.warn('mapper.yaml cannot be used', {
        reason: 'version 1.5 or newer and a list of identities',
      });
    return mapping;
  }

  /** Whether there was one before. */
  async write({ version, identities }: PeopleMappingDto): Promise<boolean> {
    const was = (await readFile(this.path, 'utf8').catch(() => null)) !== null;
    const stored = identities.map(({ identity, members }) => ({
      identity,
      members: members.map(({ backend, username, pin }) => ({
        backend,
        username,
        ...(pin === undefined ? {} : { sealed_pin: this.secrets.seal(pin) }),
      })),
    }));
    await mkdir(dirname(this.path), { recursive: true });
    const draft = `${this.path}.draft`;
    await writeFile(draft, stringify({ version, identities: stored }), { mode: 0o600 });
    await rename(draft, this.path);
    return was;
  }

  /** The text of such a file, also of an older version; null when it cannot be used. */
  async understood(text: string): Promise<PeopleMappingDto | null> {
    try {
      const mapping = plainToInstance(PeopleMappingDto, fromOldMapping(this.opened(parse(text))));
      const isUsable = mapping instanceof PeopleMappingDto && (await validate(mapping)).length === 0;
      return isUsable ? mapping : null;
    } catch {
      return null;
    }
  }

  private opened(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((entry) => this.opened(entry));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, entry]) =>
      key === 'sealed_pin' && typeof entry === 'string'
        ? ['pin', this.secrets.open(entry)]
        : [key, this.opened(entry)],
    );
    return Object.fromEntries(entries);
  }
}

/** As it may be shown. */
export const withoutPins = ({ version, identities }: PeopleMappingDto): PeopleMappingDto => ({
  version,
  identities: identities.map(({ identity, members }) => ({
    identity,
    members: members.map(({ backend, username }) => ({ backend, username })),
  })),
});
