import { Injectable } from '@nestjs/common';
import { backendOf, type FoundItem, type PlayingSession } from '#libs/backends';
import { type BackendRecord, History, type IdentityRecord } from '#libs/database';
import { invalid } from '../../http/api-problem.js';
import { BackendViewer } from '../backend-viewer.js';
import { toUser } from '../backend.presenter.js';
import type { BackendUserDto } from '../backends.dto.js';
import { ServerCaller } from '../server-caller.js';
import {
  type FoundItemDto,
  type SearchQuery,
  saysYes,
  type ServerInfoDto,
  type ServerVersionDto,
  type SessionDto,
} from './inspection.dto.js';
import { toFoundItem, toSession } from './inspection.presenter.js';
import { withoutSecrets } from './without-secrets.js';

/** Shows what the server of a stored backend says of itself; nothing of it is stored. */
@Injectable()
export class BackendInspector {
  constructor(
    private readonly viewer: BackendViewer,
    private readonly caller: ServerCaller,
    private readonly history: History,
  ) {}

  async info(identity: IdentityRecord, name: string, isRaw: boolean): Promise<ServerInfoDto> {
    const record = await this.viewer.find(identity, name);
    const { inspect } = this.caller.client(record);
    const [details, capabilities] = await Promise.all([inspect.details(), inspect.capabilities()]);
    const { uuid: identifier, clockSkewMs, raw, ...shown } = details;
    return {
      type: record.type,
      ...shown,
      identifier,
      clock_skew_ms: clockSkewMs,
      capabilities: capabilities.map(({ key, isAvailable, note }) => ({ key, available: isAvailable, note })),
      ...(isRaw ? { raw: withoutSecrets(raw) } : {}),
    };
  }

  async version(identity: IdentityRecord, name: string): Promise<ServerVersionDto> {
    const record = await this.viewer.find(identity, name);
    return { version: (await this.caller.client(record).inspect.details()).version };
  }

  async users(identity: IdentityRecord, name: string): Promise<BackendUserDto[]> {
    const record = await this.viewer.find(identity, name);
    return (await this.caller.client(record).inspect.users()).map(toUser);
  }

  async sessions(identity: IdentityRecord, name: string, isRaw: boolean): Promise<SessionDto[]> {
    const record = await this.viewer.find(identity, name);
    const playing: readonly PlayingSession[] = await this.caller.client(record).inspect.nowPlaying();
    return playing.map((session) => toSession(session, isRaw));
  }

  /** Nothing found is an empty list. */
  async search(identity: IdentityRecord, name: string, query: SearchQuery): Promise<FoundItemDto[]> {
    const { q, id, limit, raw } = query;
    if (q === undefined && id === undefined)
      throw invalid([{ field: 'q', message: 'Give words to look for, or the id of an item.' }]);
    const record = await this.viewer.find(identity, name);
    const { inspect } = this.caller.client(record);
    const found = id === undefined ? await inspect.search(q ?? '', limit) : [await inspect.lookUp(id)];
    return this.shown(record, found.filter((item) => item !== null).slice(0, limit), saysYes(raw));
  }

  private async shown(
    record: BackendRecord,
    found: readonly FoundItem[],
    isRaw: boolean,
  ): Promise<FoundItemDto[]> {
    const known = await this.history.itemsAt(
      record.id,
      found.map(({ id }) => id),
    );
    const links = backendOf(record.type).webLinks(record);
    return found.map((item) =>
      toFoundItem(item, { id: known.get(item.id) ?? null, webUrl: links.item(item), isRaw }),
    );
  }
}
