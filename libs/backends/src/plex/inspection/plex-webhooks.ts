import { BackendError } from '../../backend-error.js';
import type { WebhookRegistrar, WebhookStatus, WebhookWish } from '../../media-server.js';
import { isSameHook } from '../cloud/hooks.js';
import type { PlexCloud } from '../cloud/plex-cloud.js';

type Change = (urls: readonly string[]) => readonly string[];

const NO_CLOUD = 'plex.tv is not asked here, and only plex.tv keeps the webhooks of an account.';
const NOT_ALLOWED = 'plex.tv keeps webhooks for account tokens with Plex Pass only.';

/**
 * The webhooks of a Plex account. plex.tv calls them for every server of that account, and takes the list as a whole:
 * whatever is left out is deleted (plex.md 5.9), so that nothing is written before everything was read.
 */
export class PlexWebhooks implements WebhookRegistrar {
  constructor(
    private readonly cloud: PlexCloud | null,
    /** The account's token: the owner's where it is known. */
    private readonly token: string,
  ) {}

  status(wish: WebhookWish): Promise<WebhookStatus> {
    return this.changed(wish, (urls) => urls);
  }

  register(wish: WebhookWish): Promise<WebhookStatus> {
    const change: Change = (urls) =>
      urls.includes(wish.url) ? urls : [...urls.filter((url) => !isSameHook(url, wish.url)), wish.url];
    return this.changed(wish, change);
  }

  remove(wish: WebhookWish): Promise<WebhookStatus> {
    return this.changed(wish, (urls) => urls.filter((url) => !isSameHook(url, wish.url)));
  }

  private async changed(wish: WebhookWish, change: Change): Promise<WebhookStatus> {
    if (!this.cloud) return { state: 'impossible', note: NO_CLOUD };
    try {
      const urls = await this.cloud.hooks(this.token);
      const wanted = change(urls);
      if (wanted.join('\n') !== urls.join('\n')) await this.cloud.setHooks(this.token, wanted);
      return statusIn(wanted, wish);
    } catch (error) {
      if (isRefusal(error)) return { state: 'impossible', note: NOT_ALLOWED };
      throw error;
    }
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof BackendError && (error.key === 'token-rejected' || error.key === 'forbidden');

function statusIn(urls: readonly string[], wish: WebhookWish): WebhookStatus {
  if (urls.includes(wish.url)) return { state: 'present', note: 'plex.tv calls this address.' };
  return urls.some((url) => isSameHook(url, wish.url))
    ? { state: 'outdated', note: 'plex.tv calls this address with another secret.' }
    : { state: 'absent', note: 'plex.tv does not call this address.' };
}
