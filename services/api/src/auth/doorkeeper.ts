import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Accounts } from '#libs/database';
import { hashPassword, Logger, verifyPassword } from '#libs/runtime';
import { ApiConfig } from '../api.config.js';
import { ApiProblem } from '../http/api-problem.js';
import type { LoginDto, SignUpDto } from './auth.dto.js';
import { LoginBrake } from './login-brake.js';
import { unauthorized } from './principal.js';
import { SessionIssuer } from './session-issuer.js';

/** Lets people in: the first one makes the account, everybody else signs in with it. */
@Injectable()
export class Doorkeeper {
  private readonly brake: LoginBrake | null;
  /** Compared with when there is no such person, so that the time tells nothing. */
  private readonly decoy = hashPassword(randomBytes(16).toString('hex'));

  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: SessionIssuer,
    private readonly logger: Logger,
    config: ApiConfig,
  ) {
    this.brake = config.WS_RATE_LIMIT_ENABLED ? new LoginBrake(rulesOf(config)) : null;
  }

  async signUp({ username, password }: SignUpDto): Promise<void> {
    if (await this.accounts.exists()) throw accountExists();
    const account = await this.accounts.addFirst(username, await hashPassword(password));
    if (!account) throw accountExists();
    this.logger.info('account made', { username });
  }

  /** Gives the login token. */
  async signIn({ username, password }: LoginDto, address: string): Promise<string> {
    const wait = this.brake?.take(address) ?? null;
    if (wait !== null) throw tooManyTries(wait);
    const account = await this.accounts.find(username);
    const isRight = await verifyPassword(password, account?.passwordHash ?? (await this.decoy));
    if (!account || !isRight) {
      this.logger.warn('login refused', { address });
      throw unauthorized('The name or the password is wrong.');
    }
    this.brake?.forgive(address);
    return this.sessions.issue(account);
  }
}

const rulesOf = (config: ApiConfig) => ({
  tries: config.WS_RATE_LIMIT_ATTEMPTS,
  windowSeconds: config.WS_RATE_LIMIT_WINDOW,
  banSeconds: config.WS_RATE_LIMIT_BAN,
});

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
