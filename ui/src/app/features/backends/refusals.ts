import { type Signal, signal } from '@angular/core';
import { ApiFailure, failureText } from '../../core/api/api-failure.js';
import type { FieldProblem } from '../../core/api/schema.gen.js';

type Values = object;

/** What the server refused in a form. A refusal counts only as long as the refused value stands in the field. */
export class Refusals<T extends Values> {
  private readonly state = signal<{ readonly sent: T; readonly problems: readonly FieldProblem[] } | null>(
    null,
  );
  private readonly general = signal('');

  /** What belongs to no field of the form. */
  readonly message: Signal<string> = this.general.asReadonly();

  constructor(
    private readonly values: Signal<T>,
    /** Fields that the server calls otherwise than the form. */
    private readonly names: Readonly<Partial<Record<string, keyof T & string>>> = {},
  ) {}

  clear(): void {
    this.state.set(null);
    this.general.set('');
  }

  read(error: unknown): void {
    const sent = this.values();
    const problems = error instanceof ApiFailure ? error.fields.map((problem) => this.renamed(problem)) : [];
    const strangers = problems.filter(({ field }) => !(field in sent));
    this.state.set({ sent, problems });
    if (problems.length === 0) this.general.set(failureText(error));
    else
      this.general.set(
        strangers.map(({ message, hint }) => [message, hint].filter(Boolean).join(' ')).join(' '),
      );
  }

  private renamed(problem: FieldProblem): FieldProblem {
    return { ...problem, field: this.names[problem.field] ?? problem.field };
  }

  of(field: keyof T & string): FieldProblem | undefined {
    const state = this.state();
    if (!state || state.sent[field] !== this.values()[field]) return undefined;
    return state.problems.find((problem) => problem.field === field);
  }
}
