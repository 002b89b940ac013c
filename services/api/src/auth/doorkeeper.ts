import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AccountRecord, Accounts, LoginTries } from '#libs/database';
import { hashPassword, isOldHash, Logger, verifyPassword } from '#libs/runtime';
import { ApiProblem, invalid } from '../http/api-problem.js';
import type { ChangePasswordDto, LoginDto, SignUpDto } from './auth.dto.js';
import { LoginBrake } from './login-brake.js';
import { type Session, unauthorized } from './principal.js';
import { SessionIssuer } from './session-issuer.js';

/** Lets people in: the first one makes the account, everybody else signs in with it. */
@Injectable()
export class Doorkeeper {
  /** Compared with when there is no such person, so that the time tells nothing. */
  private readonly decoy = hashPassword(randomBytes(16).toString('hex'));

  constructor(
    private readonly accounts: Accounts,
    private readonly tries: LoginTries,
    private readonly sessions: SessionIssuer,
    private readonly brake: LoginBrake,
    private readonly logger: Logger,
  ) {}

  async signUp({ username, password }: SignUpDto): Promise<void> {
    if (await this.accounts.exists()) throw accountExists();
    const account = await this.accounts.addFirst(username, await hashPassword(password));
    if (!account) throw accountExists();
    this.logger.info('account made', { username });
  }

  /** Gives the login token. */
  async signIn({ username, password }: LoginDto, address: string): Promise<string> {
    const account = await this.prove(username, { password, address });
    if (!account) throw unauthorized('The name or the password is wrong.');
    return this.sessions.issue(account);
  }

  /** For a browser of a trusted local network; null when nobody has signed up yet. */
  async letIn(address: string): Promise<string | null> {
    const account = await this.accounts.first();
    if (!account) return null;
    this.logger.info('signed in from a trusted network', { address, username: account.username });
    return this.sessions.issue(account);
  }

  /** Ends all sessions of the account, and gives a token for the one that asked. */
  async changePassword(
    { username }: Session,
    { current_password, new_password }: ChangePasswordDto,
    address: string,
  ): Promise<string> {
    const account = await this.prove(username, { password: current_password, address });
    if (!account) throw invalid([{ field: 'current_password', message: 'The current password is wrong.' }]);
    const changed = await this.accounts.changePassword(account.id, await hashPassword(new_password));
    if (!changed) throw unauthorized('The account is gone.');
    this.logger.info('password changed', { username });
    return this.sessions.issue(changed);
  }

  async signOutEverywhere({ accountId, username }: Session): Promise<void> {
    await this.accounts.endSessions(accountId);
    this.logger.info('all sessions ended', { username });
  }

  /** For somebody who has the key of the data folder and has forgotten the password: the next visit signs up anew. */
  async reset(): Promise<number> {
    const removed = await this.accounts.removeAll();
    await this.tries.forgetAll();
    this.logger.warn('account removed', { accounts: removed });
    return removed;
  }

  private async prove(
    username: string,
    { password, address }: { readonly password: string; readonly address: string },
  ): Promise<AccountRecord | null> {
    const wait = await this.brake.take(address);
    if (wait !== null) throw tooManyTries(wait);
    const account = await this.accounts.find(username);
    const isRight = await verifyPassword(password, account?.passwordHash ?? (await this.decoy));
    if (!account || !isRight) {
      this.logger.warn('login refused', { address });
      return null;
    }
    await this.brake.forgive(address);
    if (isOldHash(account.passwordHash)) await this.accounts.rehash(account.id, await hashPassword(password));
    return account;
  }
}

const accountExists = (): ApiProblem =>
  new ApiProblem(403, 'account-exists', 'There is an account already. Sign in with it.');

const tooManyTries = (seconds: number): ApiProblem =>
  new ApiProblem(
    429,
    'too-many-tries',
    `Too many failed logins. Try again in ${Math.ceil(seconds / 60)} minutes.`,
    {
      headers: { 'Retry-After': String(seconds) },
    },
  );
