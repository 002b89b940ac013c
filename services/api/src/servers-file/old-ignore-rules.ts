import { Injectable } from '@nestjs/common';
import { type IgnoreRule, ignoreRuleText, readIgnoreRule } from '#libs/core';
import { Backends, Identities, IgnoreRules } from '#libs/database';
import { parse } from 'yaml';
import type { BackendsOf, OldFile } from './old-data-folder.js';
import type { ImportedFileDto } from './servers-file.dto.js';

type Judged = ImportedFileDto & { readonly store: () => Promise<void> };

const MOST_RULES = 10_000;

/** Takes the ids over that a person did not want to be matched by: `ignore.yaml` (G-10). */
@Injectable()
export class OldIgnoreRules {
  constructor(
    private readonly identities: Identities,
    private readonly backends: Backends,
    private readonly rules: IgnoreRules,
  ) {}

  /** What would come of them; each file stores itself once its backends are there. */
  async judge(files: ReadonlyMap<string, OldFile>, backendsOf: BackendsOf): Promise<Judged[]> {
    return Promise.all([...files].map(([identity, file]) => this.judgeFile(identity, file, backendsOf)));
  }

  private async judgeFile(identity: string, file: OldFile, backendsOf: BackendsOf): Promise<Judged> {
    const told = { file: file.place, left_out: [], store: () => Promise.resolve() };
    const texts = rulesIn(file.content);
    if (!texts)
      return left(told, [{ key: file.place, reason: `It is no map of rules, ${MOST_RULES} at most.` }]);
    const names = (await backendsOf(identity)).map(({ name }) => name);
    const read = texts.map((text) => ({ text, ...readingOf(text, names) }));
    const left_out = read.flatMap(({ text, problem }) =>
      problem === null ? [] : [{ key: text, reason: problem }],
    );
    const known = new Set(await this.known(identity));
    const fresh = read.flatMap(({ rule }) => (rule && !known.has(ignoreRuleText(rule)) ? [rule] : []));
    if (fresh.length === 0) return left(told, left_out);
    const store = (): Promise<void> => this.store(identity, fresh);
    return { ...told, outcome: 'taken', entries: fresh.length, left_out, store };
  }

  private async known(identity: string): Promise<string[]> {
    const person = await this.identities.find(identity);
    return person ? (await this.rules.list({ identityId: person.id })).map(ignoreRuleText) : [];
  }

  private async store(identity: string, rules: readonly IgnoreRule[]): Promise<void> {
    const person = await this.identities.find(identity);
    const backends = person ? await this.backends.list(person.id) : [];
    for (const rule of rules) {
      const owner = backends.find(({ name }) => name === rule.backend);
      if (owner) await this.rules.add(owner, rule);
    }
  }
}

const left = (told: Pick<Judged, 'file' | 'store'>, left_out: ImportedFileDto['left_out']): Judged => ({
  ...told,
  outcome: 'left',
  entries: 0,
  left_out,
});

function readingOf(
  text: string,
  backends: readonly string[],
): { readonly rule: IgnoreRule | null; readonly problem: string | null } {
  const reading = readIgnoreRule(text);
  if ('problem' in reading) return { rule: null, problem: reading.problem };
  const { backend } = reading.rule;
  return backends.includes(backend)
    ? { rule: reading.rule, problem: null }
    : { rule: null, problem: `There is no backend ${backend}.` };
}

function rulesIn(text: string): string[] | null {
  try {
    const content: unknown = parse(text, { maxAliasCount: 100 }) ?? {};
    if (typeof content !== 'object' || Array.isArray(content)) return null;
    const rules = Object.keys(content as object);
    return rules.length > MOST_RULES ? null : rules;
  } catch {
    return null;
  }
}
