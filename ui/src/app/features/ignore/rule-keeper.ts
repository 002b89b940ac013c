import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { IgnoreRule, NewIgnoreRule } from '../../core/api/schema.gen.js';

/** Adds ignore rules, and takes them back. */
@Service()
export class RuleKeeper {
  private readonly api = inject(Api);

  add(rule: NewIgnoreRule): Promise<IgnoreRule> {
    return this.api.post<IgnoreRule>('ignore', rule);
  }

  async remove(rule: string): Promise<string> {
    await this.api.delete<IgnoreRule>('ignore', { rule });
    return $localize`The id is matched by again, from the next import on.`;
  }
}
