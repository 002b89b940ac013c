import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Accounts } from '#libs/database';
import { hashPassword, Logger } from '#libs/runtime';
import { ApiConfig } from '../api.config.js';

/** Makes the account that `WS_SYSTEM_USER` and `WS_SYSTEM_PASSWORD` name, at the first start only (contract.md 2). */
@Injectable()
export class FirstAccount implements OnApplicationBootstrap {
  constructor(
    private readonly config: ApiConfig,
    private readonly accounts: Accounts,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { WS_SYSTEM_USER: username, WS_SYSTEM_PASSWORD: password } = this.config;
    if (username === null || password === null || (await this.accounts.exists())) return;
    const account = await this.accounts.addFirst(username, await hashPassword(password));
    if (account) this.logger.info('account made from the settings', { username });
  }
}
