/** A webhook that shall exist on a server. */
export interface WebhookWish {
  /** The whole address, with its secret. It is matched on the server without the secret. */
  readonly url: string;
  /** How the entry is called where the server gives it a name. */
  readonly name: string;
}

/** What the server has, seen from our address. */
export interface WebhookStatus {
  /** `absent`: no entry for our address. `outdated`: one with other settings or another secret. */
  readonly state: 'present' | 'outdated' | 'absent' | 'impossible';
  /** For a person: what it is, or why it is impossible. */
  readonly note: string;
}

/** What a person does by hand where nothing can be set up from here. */
export interface WebhookSteps {
  readonly steps: readonly string[];
}

/** Sets up the server's webhooks. Every method throws `BackendError`; nothing foreign on the server is touched. */
export interface WebhookRegistrar {
  status(wish: WebhookWish): Promise<WebhookStatus>;
  /** Makes the entry, or brings the existing one up to date. Idempotent. */
  register(wish: WebhookWish): Promise<WebhookStatus>;
  /** Takes our entry away; nothing happens when there is none. */
  remove(wish: WebhookWish): Promise<WebhookStatus>;
}
