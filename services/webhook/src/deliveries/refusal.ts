export type RefusalKey =
  | 'wrong-type'
  | 'wrong-method'
  | 'unreadable'
  | 'wrong-key'
  | 'backend-not-found'
  | 'too-large'
  | 'not-stored';

const STATUS: Readonly<Record<RefusalKey, number>> = {
  'wrong-type': 400,
  'wrong-method': 405,
  unreadable: 400,
  'wrong-key': 401,
  'backend-not-found': 404,
  'too-large': 413,
  'not-stored': 503,
};

/** A webhook that is not taken, and what its sender is told. */
export class Refusal extends Error {
  constructor(
    readonly key: RefusalKey,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Refusal';
  }

  get status(): number {
    return STATUS[this.key];
  }
}
