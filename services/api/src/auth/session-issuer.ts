import { hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AccountRecord, Accounts } from '#libs/database';
import { SecretsConfig, signToken, verifyToken } from '#libs/runtime';
import { ApiConfig } from '../api.config.js';
import { isDueForRenewal } from './account.presenter.js';
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
    const secret = config.WS_SYSTEM_SECRET ?? Buffer.from(secrets.WS_SECRET_KEY, 'hex');
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'watchstate login token', 32)).toString('hex');
  }

  get lifeSeconds(): number {
    return this.config.WS_AUTH_TOKEN_EXPIRY;
  }

  issue({ username, sessionGeneration }: AccountRecord, now = new Date()): string {
    const issuedAt = Math.floor(now.getTime() / 1_000);
    return signToken({ user: username, issuedAt, generation: sessionGeneration }, this.key);
  }

  /** Null for a token that is not ours, too old, or of a generation that was ended. */
  async check(text: string, now = new Date()): Promise<Session | null> {
    const token = verifyToken(text, this.key);
    if (!token) return null;
    const expiresAt = new Date((token.issuedAt + this.lifeSeconds) * 1_000);
    if (expiresAt <= now) return null;
    const account = await this.accounts.find(token.user);
    if (account?.sessionGeneration !== token.generation) return null;
    const { id, username } = account;
    return { accountId: id, username, issuedAt: new Date(token.issuedAt * 1_000), expiresAt, token: text };
  }

  /** A fresh token in the place of one that ends soon; null while it has time. */
  async renew(session: Session, now = new Date()): Promise<string | null> {
    if (!isDueForRenewal(session, this.config.WS_AUTH_TOKEN_REFRESH_WINDOW, now)) return null;
    const account = await this.accounts.find(session.username);
    return account ? this.issue(account, now) : null;
  }
}
