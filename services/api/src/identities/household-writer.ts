import { Injectable } from '@nestjs/common';
import {
  type BackendChanges,
  BackendNameTaken,
  type BackendRecord,
  Backends,
  Households,
  type IdentityRecord,
} from '#libs/database';
import { Logger } from '#libs/runtime';
import { BackendProver, type ProvedBackend } from '../backends/backend-prover.js';
import { BackendReviser, type WholeBackend } from '../backends/backend-reviser.js';
import { BackendViewer } from '../backends/backend-viewer.js';
import type { BackendDto } from '../backends/backends.dto.js';
import { ApiProblem, conflict, type FieldProblem } from '../http/api-problem.js';
import {
  type DescribedBackend,
  type LeftOut,
  NO_TOKEN,
  type ReadBlock,
} from '../servers-file/servers-text.js';
import { IdentityKeeper } from './identity-keeper.js';

type Outcome =
  | { readonly problems: readonly FieldProblem[] }
  | { readonly added: ProvedBackend }
  | { readonly altered: { readonly backend: BackendRecord; readonly changes: BackendChanges } };

/** Sets all backends of a person at once, each proved with its server first; all of it is stored, or nothing. */
@Injectable()
export class HouseholdWriter {
  constructor(
    private readonly keeper: IdentityKeeper,
    private readonly backends: Backends,
    private readonly households: Households,
    private readonly prover: BackendProver,
    private readonly reviser: BackendReviser,
    private readonly viewer: BackendViewer,
    private readonly logger: Logger,
  ) {}

  async replace(name: string, blocks: readonly ReadBlock[]): Promise<Readonly<Record<string, BackendDto>>> {
    const identity = await this.keeper.find(name);
    const stored = new Map((await this.backends.list(identity.id)).map((record) => [record.name, record]));
    const looks = await Promise.all(
      blocks.map((block) => this.look(identity, block, stored.get(block.name))),
    );
    const problems = looks.flatMap((look) => ('problems' in look ? look.problems : []));
    const all = [...problems, ...forgotten(blocks, [...stored.keys()])];
    if (all.length > 0) throw notAll(all);
    await this.store(identity, looks);
    this.logger.info('backends of an identity set', { identity: name, backends: blocks.length });
    const shown = await this.viewer.list(identity);
    return Object.fromEntries(shown.map((backend) => [backend.name, backend]));
  }

  private async look(
    identity: IdentityRecord,
    { name, backend, problems }: ReadBlock,
    record: BackendRecord | undefined,
  ): Promise<Outcome> {
    const wrong = [...problems, ...flawsBeside(backend, record)];
    if (!backend || wrong.length > 0)
      return { problems: wrong.map(({ key, reason }) => ({ field: `${name}.${key}`, message: reason })) };
    try {
      return record
        ? { altered: { backend: record, changes: await this.reviser.revise(record, whole(backend)) } }
        : { added: await this.prover.prove({ ...backend, identityName: identity.name }, backend) };
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      return {
        problems: [{ field: `${name}.${error.detail.fields?.[0]?.field ?? 'url'}`, message: error.message }],
      };
    }
  }

  private async store(identity: IdentityRecord, looks: readonly Outcome[]): Promise<void> {
    const added = looks.flatMap((look) =>
      'added' in look ? [{ ...look.added, identityId: identity.id }] : [],
    );
    const altered = looks.flatMap((look) => ('altered' in look ? [look.altered] : []));
    try {
      await this.households.amend({ added, altered });
    } catch (error) {
      if (error instanceof BackendNameTaken)
        throw conflict('name-taken', 'A backend of such a name was added meanwhile; nothing was changed.');
      throw error;
    }
  }
}

/** What is wrong only beside what is stored. */
function flawsBeside(backend: DescribedBackend | null, record: BackendRecord | undefined): LeftOut[] {
  if (!backend) return [];
  if (!record) return backend.token === '' ? [{ key: 'token', reason: NO_TOKEN }] : [];
  return record.type === backend.type ? [] : [{ key: 'type', reason: `It is ${record.type}, and stays so.` }];
}

const whole = ({ token, ...backend }: DescribedBackend): WholeBackend => ({
  ...backend,
  token: token === '' ? null : token,
});

/** Its history would go with it, so that is asked for by name. */
const forgotten = (blocks: readonly ReadBlock[], stored: readonly string[]): FieldProblem[] => {
  const named = new Set(blocks.map(({ name }) => name));
  return stored
    .filter((name) => !named.has(name))
    .map((name) => ({
      field: name,
      message: 'It is missing, and nothing is removed this way. DELETE it first, or leave it in.',
    }));
};

const notAll = (fields: readonly FieldProblem[]): ApiProblem =>
  new ApiProblem(400, 'not-all-usable', 'Nothing was changed, because some of it cannot be.', {
    fields,
    extra: { errors: fields.map(({ field, message }) => `${field}: ${message}`) },
  });
