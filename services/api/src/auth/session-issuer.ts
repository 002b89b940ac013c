import { hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AccountRecord, Accounts } from '#libs/database';
import { SecretsConfig, signToken, verifyToken } from '#libs/runtime';
import { ApiConfig } from '../api.config.js';
import type { Session } from './principal.js';

/** Gives out login tokens and tells which of them still stand. */
@Injectable()
export class SessionIssuer {
  private readonly key: string;

  constructor(
    secrets: SecretsConfig,
    private readonly config: ApiConfig,
    private readonly accounts: Accounts,
  ) {
    const derived = hkdfSync(
      'sha256',
      Buffer.from(secrets.WS_SECRET_KEY, 'hex'),
      '',
      'watchstate login token',
      32,
    );
    this.key = Buffer.from(derived).toString('hex');
  }

  issue({ username, sessionGeneration }: AccountRecord, now = new Date()): string {
    const issuedAt = Math.floor(now.getTime() / 1_000);
    return signToken({ user: username, issuedAt, generation: sessionGeneration }, this.key);
  }

  /** Null for a token that is not ours, too old, or of a generation that was ended. */
  async check(text: string, now = new Date()): Promise<Session | null> {
    const token = verifyToken(text, this.key);
    if (!token) return null;
    const expiresAt = new Date((token.issuedAt + this.config.WS_AUTH_TOKEN_EXPIRY) * 1_000);
    if (expiresAt <= now) return null;
    const account = await this.accounts.find(token.user);
    if (account?.sessionGeneration !== token.generation) return null;
    return { username: account.username, issuedAt: new Date(token.issuedAt * 1_000), expiresAt };
  }
}
