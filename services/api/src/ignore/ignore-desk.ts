import { Injectable } from '@nestjs/common';
import { ignoreRuleText, readIgnoreRule, type IgnoreRule } from '#libs/core';
import {
  Backends,
  IgnoreRules,
  type BackendRecord,
  type IdentityRecord,
  type IgnoreRuleRecord,
} from '#libs/database';
import { Logger } from '#libs/runtime';
import { conflict, invalid, missing } from '../http/api-problem.js';
import type { IgnoreRuleBody, IgnoreRuleDto, IgnoreRulesQuery } from './ignore.dto.js';

/** Keeps the ids that a person does not want to be matched by. */
@Injectable()
export class IgnoreDesk {
  constructor(
    private readonly rules: IgnoreRules,
    private readonly backends: Backends,
    private readonly logger: Logger,
  ) {}

  async list(
    identity: IdentityRecord,
    { type, db, id, backend }: IgnoreRulesQuery,
  ): Promise<IgnoreRuleDto[]> {
    const filter = { identityId: identity.id, type, source: db, value: id, backend };
    return (await this.rules.list(filter)).map(toDto);
  }

  /** `backend` where the address names it; then a rule in parts need not. */
  async add(identity: IdentityRecord, body: IgnoreRuleBody, backend?: string): Promise<IgnoreRuleDto> {
    const rule = ruleOf(body, backend);
    if (!(await this.rules.add(await this.backendOf(identity, rule), rule)))
      throw conflict('rule-exists', `There is the rule ${ignoreRuleText(rule)} already.`);
    this.logger.info('ignore rule added', { backend: rule.backend, identity: identity.name });
    return toDto(await this.find(identity, rule));
  }

  async remove(identity: IdentityRecord, body: IgnoreRuleBody, backend?: string): Promise<IgnoreRuleDto> {
    const rule = ruleOf(body, backend);
    const owner = await this.backendOf(identity, rule);
    const found = await this.find(identity, rule);
    await this.rules.remove(owner, rule);
    this.logger.info('ignore rule removed', { backend: rule.backend, identity: identity.name });
    return toDto(found);
  }

  private async find(identity: IdentityRecord, rule: IgnoreRule): Promise<IgnoreRuleRecord> {
    const { type, source, value, backend } = rule;
    const alike = await this.rules.list({ identityId: identity.id, type, source, value, backend });
    const found = alike.find(({ remoteId }) => remoteId === rule.remoteId);
    if (!found) throw missing('rule', ignoreRuleText(rule));
    return found;
  }

  private async backendOf({ id }: IdentityRecord, { backend }: IgnoreRule): Promise<BackendRecord> {
    const found = await this.backends.find(id, backend);
    if (!found) throw invalid([{ field: 'backend', message: `There is no backend ${backend}.` }]);
    return found;
  }
}

function ruleOf(body: IgnoreRuleBody, backend = body.backend): IgnoreRule {
  const reading = readIgnoreRule(body.rule ?? textOf(body, backend));
  if ('problem' in reading)
    throw invalid([{ field: body.rule === undefined ? 'type' : 'rule', message: reading.problem }]);
  return reading.rule;
}

/** The parts as one text, so that there is one check for both forms. */
function textOf(
  { type, db, id, scoped, scoped_to: scopedTo }: IgnoreRuleBody,
  backend: string | undefined,
): string {
  const absent = Object.entries({ type, db, id, backend, ...(scoped === true && { scoped_to: scopedTo }) })
    .filter(([, value]) => value === undefined || value === '')
    .map(([field]) => ({ field, message: 'Send this, or the whole rule as text.' }));
  if (absent.length > 0) throw invalid(absent);
  const isForOne = scoped !== false && scopedTo !== undefined && scopedTo !== '';
  return `${type ?? ''}://${db ?? ''}:${id ?? ''}@${backend ?? ''}${isForOne ? `?id=${encodeURIComponent(scopedTo)}` : ''}`;
}

const toDto = (rule: IgnoreRuleRecord): IgnoreRuleDto => ({
  rule: ignoreRuleText(rule),
  id: rule.value,
  type: rule.type,
  backend: rule.backend,
  db: rule.source,
  title: rule.title,
  scoped: rule.remoteId !== null,
  scoped_to: rule.remoteId,
  created: rule.createdAt.toISOString(),
});
