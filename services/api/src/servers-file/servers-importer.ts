import { Injectable } from '@nestjs/common';
import {
  BackendNameTaken,
  Backends,
  Households,
  Identities,
  type IdentityRecord,
  type NewHousehold,
} from '#libs/database';
import { Logger } from '#libs/runtime';
import { BackendProver } from '../backends/backend-prover.js';
import { ApiProblem, conflict, invalid } from '../http/api-problem.js';
import { NOTHING, OldDataFolder, type OldData } from './old-data-folder.js';
import { OldRules } from './old-rules.js';
import { OldSettings } from './old-settings.js';
import type { ImportedBackendDto, ServersImportDto, ServersImportedDto } from './servers-file.dto.js';
import { type ReadBlock, readServersText } from './servers-text.js';

type Opened = NewHousehold['backends'][number];

interface Looked {
  readonly told: ImportedBackendDto;
  readonly opened: Opened | null;
}

const IDENTITY = /^[a-z_0-9]{1,50}$/;
const MOST_BACKENDS = 500;

/**
 * Takes the backends of an older `servers.yaml`, or of a whole data folder. Each is proved with its server first; then
 * all of them are stored together, or none.
 */
@Injectable()
export class ServersImporter {
  constructor(
    private readonly folder: OldDataFolder,
    private readonly settings: OldSettings,
    private readonly rules: OldRules,
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly households: Households,
    private readonly prover: BackendProver,
    private readonly logger: Logger,
  ) {}

  async import(identity: IdentityRecord, wanted: ServersImportDto): Promise<ServersImportedDto> {
    const old = await this.read(identity, wanted);
    const known = new Set((await this.identities.list()).map(({ name }) => name));
    const looked: Looked[] = [];
    for (const [name, blocks] of blocksOf(old)) looked.push(...(await this.lookAt(name, blocks)));
    const settings = this.settings.judge(old.env);
    const files = await this.rules.judge(old);
    const report = reportOf(looked, known, {
      dry_run: wanted.dry_run === true,
      settings: settings.map(({ key, outcome, reason }) => ({ key, outcome, reason })),
      files: files.map(({ file, outcome, entries, left_out }) => ({ file, outcome, entries, left_out })),
      left_out: old.leftOut,
    });
    if (wanted.dry_run === true) return report;
    if (report.refused > 0 && wanted.partial !== true) throw notAll(report);
    await this.store(looked);
    await this.settings.store(settings);
    for (const { store } of files) await store();
    this.logger.info('servers file imported', { taken: report.taken, refused: report.refused });
    return report;
  }

  private async read(identity: IdentityRecord, { servers, folder }: ServersImportDto): Promise<OldData> {
    if ((servers === undefined) === (folder === undefined))
      throw invalid([{ field: 'servers', message: 'Give either the text of a servers.yaml or a folder.' }]);
    if (servers !== undefined) return { ...NOTHING, servers: new Map([[identity.name, servers]]) };
    return this.folder.read(folder ?? '.');
  }

  /** All servers at once: one that is away keeps nobody else waiting. */
  private lookAt(identity: string, blocks: readonly ReadBlock[]): Promise<Looked[]> {
    return Promise.all(blocks.map((block) => this.look(identity, block)));
  }

  private async look(identity: string, { name, backend, problems, leftOut }: ReadBlock): Promise<Looked> {
    const told = { identity, backend: name, problems: [...problems], left_out: [...leftOut] };
    if (!IDENTITY.test(identity))
      return refused(told, { key: 'identity', reason: 'Its folder is not named as an identity can be.' });
    if (!backend) return { told: { ...told, outcome: 'refused' }, opened: null };
    const owner = await this.identities.find(identity);
    if (owner && (await this.backends.find(owner.id, name)))
      return { told: { ...told, outcome: 'exists' }, opened: null };
    try {
      return {
        told: { ...told, outcome: 'taken' },
        opened: await this.prover.prove({ ...backend, identityName: identity }, backend),
      };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      return refused(told, { key: error.detail.fields?.[0]?.field ?? 'url', reason: error.message });
    }
  }

  private async store(looked: readonly Looked[]): Promise<void> {
    const byIdentity = Map.groupBy(looked, ({ told }) => told.identity);
    try {
      await this.households.add(
        [...byIdentity]
          .map(([identity, each]) => ({ identity, backends: each.flatMap(({ opened }) => opened ?? []) }))
          .filter(({ backends }) => backends.length > 0),
      );
    } catch (error) {
      if (error instanceof BackendNameTaken)
        throw conflict('name-taken', 'A backend of such a name was added meanwhile; nothing was taken.');
      throw error;
    }
  }
}

const refused = (
  told: Omit<ImportedBackendDto, 'outcome'>,
  problem: { readonly key: string; readonly reason: string },
): Looked => ({
  told: { ...told, outcome: 'refused', problems: [...told.problems, problem] },
  opened: null,
});

function blocksOf({ servers }: OldData): (readonly [string, readonly ReadBlock[]])[] {
  const read = [...servers].map(([identity, text]) => [identity, readServersText(text)] as const);
  const bad = read.find(([, blocks]) => blocks === null);
  if (bad) throw invalid([{ field: 'servers', message: `What is there for ${bad[0]} is no servers.yaml.` }]);
  const all = read.map(([identity, blocks]) => [identity, blocks ?? []] as const);
  if (all.reduce((sum, [, blocks]) => sum + blocks.length, 0) > MOST_BACKENDS)
    throw invalid([{ field: 'servers', message: `There can be ${MOST_BACKENDS} backends at most.` }]);
  return all;
}

function reportOf(
  looked: readonly Looked[],
  known: ReadonlySet<string>,
  rest: Pick<ServersImportedDto, 'dry_run' | 'settings' | 'files' | 'left_out'>,
): ServersImportedDto {
  const backends = looked.map(({ told }) => told);
  const taken = backends.filter(({ outcome }) => outcome === 'taken');
  return {
    ...rest,
    new_identities: [...new Set(taken.map(({ identity }) => identity))].filter((name) => !known.has(name)),
    taken: taken.length,
    refused: backends.filter(({ outcome }) => outcome === 'refused').length,
    backends,
  };
}

const notAll = (report: ServersImportedDto): ApiProblem =>
  new ApiProblem(400, 'not-all-usable', 'Nothing was taken, because some of it cannot be; see `report`.', {
    fields: report.backends
      .filter(({ outcome }) => outcome === 'refused')
      .flatMap(({ identity, backend, problems }) =>
        problems.map(({ key, reason }) => ({ field: `${identity}.${backend}.${key}`, message: reason })),
      ),
    extra: { report },
  });
