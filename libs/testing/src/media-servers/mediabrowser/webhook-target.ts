/** Where the server was told to post, and what. */
export interface WebhookTarget {
  readonly url: string;
  /** Empty means all. */
  readonly events: readonly string[];
  readonly form: WebhookForm;
}

export type WebhookForm = 'json' | 'text' | 'multipart';
