/** What is wrong with one field of a request, and what can be done about it. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
  readonly hint?: string;
}

interface ProblemDetail {
  readonly fields?: readonly FieldProblem[];
  /** Stands beside `error` in the answer. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is answered with the error envelope (rest-api.md 1.4). The message is for the person who asked. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly key: string,
    message: string,
    readonly detail: ProblemDetail = {},
  ) {
    super(message);
    this.name = 'ApiProblem';
  }
}

export function invalid(fields: readonly FieldProblem[]): ApiProblem {
  const names = [...new Set(fields.map(({ field }) => field))].join(', ');
  return new ApiProblem(400, 'validation-failed', `Not valid: ${names}.`, { fields });
}

/** There is no such thing. `name` is quoted to the caller, so it must come from the caller. */
export const missing = (what: string, name: string | number): ApiProblem =>
  new ApiProblem(404, `${what}-not-found`, `There is no ${what} ${name}.`);

export const conflict = (
  key: string,
  message: string,
  extra?: Readonly<Record<string, unknown>>,
): ApiProblem => new ApiProblem(409, key, message, extra ? { extra } : {});
