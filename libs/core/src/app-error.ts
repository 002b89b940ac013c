/** What may be done about an error; the worker base turns it into the queue's words. */
export type Remedy =
  { readonly retry: 'soon' } | { readonly retry: 'at'; readonly time: Date } | { readonly retry: 'never' };

/** An expected failure: its message is fit for a person and carries no secret. */
export abstract class AppError extends Error {
  abstract readonly remedy: Remedy;
  /** Stable, kebab-case name of the case, e.g. `token-rejected`. */
  abstract readonly key: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
