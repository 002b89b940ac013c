import { Inject, Injectable } from '@nestjs/common';
import { backendOf, BackendError, isHookOf, PlexCloud, type HookOutcome } from '#libs/backends';
import type { BackendRecord } from '#libs/database';
import { plexExtrasOf, ServerDirectory } from '#libs/directory';
import { ApiKeyConfig, LiveConfig, Logger, SecretBox, webhookSecret } from '#libs/runtime';
import { API_KEY } from '../auth/access.guard.js';
import { ServerCaller } from '../backends/server-caller.js';
import { invalid } from '../http/api-problem.js';
import { API } from '../http/prefix.js';
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
    private readonly cloud: PlexCloud,
    private readonly secrets: SecretBox,
    private readonly logger: Logger,
    @Inject(API_KEY) private readonly apiKey: LiveConfig<ApiKeyConfig>,
  ) {}

  /** The steps alone. */
  show(backend: BackendRecord, base: string): Shown {
    return {
      status: 'manual',
      url: this.addressOf(backend, base),
      reason: null,
      steps: stepsFor(backend.type),
    };
  }

  async register(backend: BackendRecord, base: string): Promise<Shown> {
    const url = this.addressOf(backend, base);
    try {
      const status = await this.set(backend, url);
      this.logger.info('webhook registered', { backend: backend.name, status });
      return { status, url, reason: null, steps: [] };
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      this.logger.warn('webhook not registered', { backend: backend.name, reason: error.key });
      return { ...this.show(backend, base), reason: `${error.message} ${error.hint}` };
    }
  }

  private set(backend: BackendRecord, url: string): Promise<HookOutcome> {
    const { registerHook } = backendOf(backend.type);
    if (!registerHook) return this.setOnAccount(backend, url);
    return registerHook(this.directory.connection(backend), url, this.caller.manners(backend.options));
  }

  /** Plex calls for an account and not for a server. The whole list is replaced, so what others put there is kept. */
  private async setOnAccount(backend: BackendRecord, url: string): Promise<HookOutcome> {
    const { adminToken } = plexExtrasOf(backend.options, this.secrets);
    const token = adminToken ?? this.secrets.open(backend.sealedToken);
    const before = await this.cloud.hooks(token);
    if (before.includes(url)) return 'unchanged';
    const others = before.filter((one) => !isHookOf(one, url));
    await this.cloud.setHooks(token, [...others, url]);
    if (!(await this.cloud.hooks(token)).includes(url))
      throw new BackendError('forbidden', 'plex.tv took the webhook and does not show it.', {
        hint: 'Webhooks need Plex Pass.',
      });
    return others.length < before.length ? 'updated' : 'created';
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
