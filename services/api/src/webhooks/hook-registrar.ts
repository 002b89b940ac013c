import { Inject, Injectable } from '@nestjs/common';
import { backendOf, BackendError, type HookOutcome } from '#libs/backends';
import type { BackendRecord } from '#libs/database';
import { ServerDirectory } from '#libs/directory';
import { ApiKeyConfig, LiveConfig, Logger, webhookSecret } from '#libs/runtime';
import { API_KEY } from '../auth/access.guard.js';
import { ServerCaller } from '../backends/server-caller.js';
import { invalid } from '../http/api-problem.js';
import { API } from '../http/prefix.js';
import { HookProver } from './hook-prover.js';
import type { HookDto } from './hooks.dto.js';
import { stepsFor } from './hook-steps.js';

/** The fields alone: a class cannot be spread. */
type Shown = Omit<HookDto, never>;

/** Has media servers call us, where their vendors allow it, and says how a person does it where they do not. */
@Injectable()
export class HookRegistrar {
  constructor(
    private readonly caller: ServerCaller,
    private readonly directory: ServerDirectory,
    private readonly prover: HookProver,
    private readonly logger: Logger,
    @Inject(API_KEY) private readonly apiKey: LiveConfig<ApiKeyConfig>,
  ) {}

  /** The steps alone. */
  show(backend: BackendRecord, base: string): Shown {
    return {
      status: 'manual',
      url: this.addressOf(backend, base),
      reason: null,
      proof: null,
      steps: stepsFor(backend.type),
    };
  }

  async register(backend: BackendRecord, base: string): Promise<Shown> {
    const url = this.addressOf(backend, base);
    try {
      const status = await this.set(backend, url);
      const proof = await this.prover.prove(backend, url);
      this.logger.info('webhook registered', { backend: backend.name, status, isProved: proof.passed });
      return { status, url, reason: null, proof, steps: [] };
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.logger.warn('webhook not registered', { backend: backend.name, reason: error.key });
      return { ...this.show(backend, base), reason: `${error.message} ${error.hint}` };
    }
  }

  private set(backend: BackendRecord, url: string): Promise<HookOutcome> {
    const manners = this.caller.manners(backend.options);
    return backendOf(backend.type).registerHook(this.directory.connection(backend), url, manners);
  }

  private addressOf({ id }: BackendRecord, base: string): string {
    const at = URL.parse(base);
    if (!at || !/^https?:$/.test(at.protocol))
      throw invalid([
        {
          field: 'webhook_url',
          message: 'This is no address of a web server.',
          hint: 'Give the address of WatchState as the media server sees it, such as http://192.168.1.5:8080.',
        },
      ]);
    const path = at.pathname.replace(/\/+$/, '').replace(new RegExp(`/${API}/webhook.*$`), '');
    return `${at.origin}${path}/${API}/webhook/${webhookSecret(this.apiKey.value.WS_API_KEY, id)}`;
  }
}
