import { Injectable } from '@nestjs/common';
import {
  BackendNameTaken,
  type BackendRecord,
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
import { OldHistories } from './old-histories.js';
import { OldIgnoreRules } from './old-ignore-rules.js';
import { OldRules } from './old-rules.js';
import { OldSettings } from './old-settings.js';
import type { ImportedBackendDto, ServersImportDto, ServersImportedDto } from './servers-file.dto.js';
import { type ReadBlock, readServersText } from './servers-text.js';

type Opened = NewHousehold['backends'][number];

interface Looked {
  readonly told: ImportedBackendDto;
  readonly opened: Opened | null;
}

/** What there is to take, with what would come of it. */
interface Found {
  readonly looked: readonly Looked[];
  readonly known: ReadonlySet<string>;
  readonly settings: ReturnType<OldSettings['judge']>;
  readonly files: Awaited<ReturnType<OldRules['judge']>>;
  readonly histories: Awaited<ReturnType<OldHistories['judge']>>;
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
    private readonly ignoreRules: OldIgnoreRules,
    private readonly histories: OldHistories,
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly households: Households,
    private readonly prover: BackendProver,
    private readonly logger: Logger,
  ) {}

  async import(identity: IdentityRecord, wanted: ServersImportDto): Promise<ServersImportedDto> {
    const old = await this.read(identity, wanted);
    const isRehearsal = wanted.dry_run === true;
    let isTaken = false;
    try {
      const found = await this.judge(old);
      const report = reportOf(found, isRehearsal);
      if (isRehearsal) return report;
      if (report.refused > 0 && wanted.partial !== true) throw notAll(report);
      await this.store(found.looked);
      await this.settings.store(found.settings);
      for (const { store } of found.files) await store();
      const history = await this.histories.start(found.histories);
      isTaken = true;
      this.logger.info('servers file imported', { taken: report.taken, refused: report.refused });
      return Object.assign({}, report, { history });
    } finally {
      await old.done(isTaken);
    }
  }

  private async judge(old: OldData): Promise<Found> {
    const people = await this.identities.list();
    const looked: Looked[] = [];
    for (const [name, blocks] of blocksOf(old)) looked.push(...(await this.lookAt(name, blocks)));
    const taken = (identity: string): readonly Opened[] =>
      looked.flatMap(({ told, opened }) => (opened && told.identity === identity ? [opened] : []));
    const backendsOf = async (identity: string): Promise<readonly (BackendRecord | Opened)[]> => {
      const person = people.find(({ name }) => name === identity);
      return [...(person ? await this.backends.list(person.id) : []), ...taken(identity)];
    };
    return {
      looked,
      known: new Set(people.map(({ name }) => name)),
      settings: this.settings.judge(old.env),
      files: [...(await this.rules.judge(old)), ...(await this.ignoreRules.judge(old.ignore, backendsOf))],
      histories: await this.histories.judge(old.histories, backendsOf),
    };
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

function reportOf({ looked, known, ...found }: Found, isRehearsal: boolean): ServersImportedDto {
  const backends = looked.map(({ told }) => told);
  const taken = backends.filter(({ outcome }) => outcome === 'taken');
  return {
    dry_run: isRehearsal,
    new_identities: [...new Set(taken.map(({ identity }) => identity))].filter((name) => !known.has(name)),
    taken: taken.length,
    refused: backends.filter(({ outcome }) => outcome === 'refused').length,
    backends,
    settings: found.settings.map(({ key, outcome, reason }) => ({ key, outcome, reason })),
    files: found.files.map(({ file, outcome, entries, left_out }) => ({ file, outcome, entries, left_out })),
    history: found.histories.map(({ told }) => told),
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
