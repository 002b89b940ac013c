import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type AccessTokenRecord, AccessTokens, type Actor, Turns } from '#libs/database';
import {
  ApiKeyConfig,
  hashAccessKey,
  LiveConfig,
  Logger,
  newAccessKey,
  settingNamed,
  SettingsWriter,
} from '#libs/runtime';
import { API_KEY } from '../auth/access.guard.js';
import { conflict, missing } from '../http/api-problem.js';
import { ENV_FILE_TURN } from '../settings/settings-desk.js';
import type { NamedTokenDto, AddedNamedTokenDto, NewNamedTokenDto } from './tokens.dto.js';

const DAY_MS = 86_400_000;

/** Makes keys for scripts and media servers, and takes them back. */
@Injectable()
export class KeyCutter {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly writer: SettingsWriter,
    private readonly turns: Turns,
    private readonly logger: Logger,
    @Inject(API_KEY) private readonly apiKey: LiveConfig<ApiKeyConfig>,
  ) {}

  async list(): Promise<NamedTokenDto[]> {
    return (await this.tokens.list()).map(toToken);
  }

  async add({ name, scopes, expires_in_days }: NewNamedTokenDto, maker: Actor): Promise<AddedNamedTokenDto> {
    const key = newAccessKey();
    const expiresAt = expires_in_days === undefined ? null : new Date(Date.now() + expires_in_days * DAY_MS);
    const createdBy = maker.name ?? maker.kind;
    const added = await this.tokens.add({ name, hash: hashAccessKey(key), scopes, createdBy, expiresAt });
    if (!added) throw conflict('token-name-taken', `There is a token named ${name} already.`);
    this.logger.info('key made', { name, scopes });
    return { ...toToken(added), token: key };
  }

  async remove(id: number): Promise<void> {
    if (!(await this.tokens.remove(id))) throw missing('token', id);
    this.logger.info('key taken back', { id });
  }

  /** The one key of the data folder, anew. */
  async newApiKey(): Promise<string> {
    const setting = settingNamed('WS_API_KEY');
    if (!setting) throw new Error('WS_API_KEY is no setting');
    const key = randomBytes(16).toString('hex');
    await this.turns.take(ENV_FILE_TURN, () => this.writer.set(setting, key));
    this.apiKey.refresh();
    this.logger.warn('API key made anew');
    return key;
  }
}

type Shape<T> = { [K in keyof T]: T[K] };

const iso = (time: Date | null): string | null => time?.toISOString() ?? null;

const toToken = (record: AccessTokenRecord): Shape<NamedTokenDto> => ({
  id: record.id,
  name: record.name,
  scopes: record.scopes,
  created_by: record.createdBy,
  created_at: record.createdAt.toISOString(),
  expires_at: iso(record.expiresAt),
  last_used_at: iso(record.lastUsedAt),
  last_used_from: record.lastUsedFrom,
});
