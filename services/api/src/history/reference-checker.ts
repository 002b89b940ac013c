import { Injectable } from '@nestjs/common';
import { BackendError } from '#libs/backends';
import { type BackendRecord, Backends, History, type IdentityRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { missing } from '../http/api-problem.js';
import type { ReferenceCheckDto } from './history.dto.js';

const REMEMBERED_MS = 600_000;
const MOST_REMEMBERED = 1_000;

type Checks = Readonly<Record<string, ReferenceCheckDto>>;

/** Asks the media servers whether they still have an item. Looks only: nothing is dropped because of an answer. */
@Injectable()
export class ReferenceChecker {
  private readonly remembered = new Map<string, { readonly at: number; readonly checks: Checks }>();

  constructor(
    private readonly history: History,
    private readonly backends: Backends,
    private readonly directory: ServerDirectory,
  ) {}

  async check(identity: IdentityRecord, itemId: number): Promise<{ checks: Checks; isRemembered: boolean }> {
    if (!(await this.history.find(identity.id, itemId))) throw missing('item', itemId);
    const key = `${identity.id}/${itemId}`;
    const known = this.remembered.get(key);
    if (known && Date.now() - known.at < REMEMBERED_MS) return { checks: known.checks, isRemembered: true };
    const checks = await this.ask(identity, itemId);
    this.remember(key, checks);
    return { checks, isRemembered: false };
  }

  private async ask(identity: IdentityRecord, itemId: number): Promise<Checks> {
    const [copies, backends] = await Promise.all([
      this.history.copies([itemId]),
      this.backends.list(identity.id),
    ]);
    const answers = backends.map(async (backend) => {
      const copy = copies.find((one) => one.backend === backend.name);
      return [backend.name, await this.askOne(backend, copy?.remoteId ?? null)] as const;
    });
    return Object.fromEntries(await Promise.all(answers));
  }

  private async askOne(backend: BackendRecord, id: string | null): Promise<ReferenceCheckDto> {
    if (id === null) return { id, status: false, message: 'This backend was never seen to have it.' };
    try {
      const found = await this.directory.contact(backend).client.find(id);
      return found
        ? { id, status: true, message: 'It is there.' }
        : { id, status: false, message: 'The server says that it has no such item.' };
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      return { id, status: false, message: `The server could not be asked: ${error.message}` };
    }
  }

  private remember(key: string, checks: Checks): void {
    this.remembered.delete(key);
    this.remembered.set(key, { at: Date.now(), checks });
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > MOST_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }
}
