import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataFolder, Logger, type Suppression, suppressing, Suppressions } from '#libs/runtime';
import { conflict, invalid, missing } from '../http/api-problem.js';
import type { NewSuppressionDto } from './suppressor.dto.js';

const MOST_RULES = 200;

/** Rules that keep lines out of the logs: shown, added, changed, removed. Each must fit its own example. */
@Injectable()
export class SuppressorDesk {
  private readonly suppressions: Suppressions;

  constructor(
    folder: DataFolder,
    private readonly logger: Logger,
  ) {
    this.suppressions = new Suppressions(folder);
  }

  list(): readonly Suppression[] {
    return this.suppressions.rules;
  }

  find(id: string): Suppression {
    const found = this.list().find((rule) => rule.id === id);
    if (!found) throw missing('rule', /^\w{1,40}$/.test(id) ? id : 'of this id');
    return found;
  }

  add(wanted: NewSuppressionDto): Suppression {
    const rules = this.list();
    if (rules.length >= MOST_RULES)
      throw conflict('too-many', `There can be ${String(MOST_RULES)} rules at most.`);
    const rule = { id: `S${randomBytes(5).toString('hex')}`, ...checked(wanted, rules) };
    this.store([...rules, rule], rule);
    return rule;
  }

  change(id: string, wanted: NewSuppressionDto): Suppression {
    this.find(id);
    const others = this.list().filter((rule) => rule.id !== id);
    const rule = { id, ...checked(wanted, others) };
    this.store(
      this.list().map((one) => (one.id === id ? rule : one)),
      rule,
    );
    return rule;
  }

  remove(id: string): Suppression {
    const rule = this.find(id);
    this.store(
      this.list().filter((one) => one.id !== id),
      rule,
    );
    return rule;
  }

  /** The rule itself is not named, or the line that tells of it would be kept out by it. */
  private store(rules: readonly Suppression[], { id }: Suppression): void {
    this.suppressions.replace(rules);
    this.logger.info('log rules changed', { rule: id });
  }
}

function checked(
  { type, rule, example }: NewSuppressionDto,
  others: readonly Suppression[],
): Omit<Suppression, 'id'> {
  const hides = suppressing({ type, rule });
  if (!hides) throw invalid([{ field: 'rule', message: 'This is no rule: a text, or a pattern of RE2.' }]);
  if (!hides(example)) throw invalid([{ field: 'example', message: 'The rule does not fit the example.' }]);
  const known = others.find((other) => suppressing(other)?.(example) === true);
  if (known) throw invalid([{ field: 'example', message: `The rule ${known.id} keeps it out already.` }]);
  return { type, rule, example };
}
