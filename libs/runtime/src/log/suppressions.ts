import { join } from 'node:path';
import { RE2JS } from 're2js';
import { parse, stringify } from 'yaml';
import type { DataFolder } from '../config/data-folder.js';
import { FileWatch, textIn } from '../settings/file-watch.js';
import { replaceFile } from '../settings/whole-file.js';

export const SUPPRESSION_TYPES = ['contains', 'regex'] as const;

/** Keeps lines out of the log that somebody has read often enough (F414). */
export interface Suppression {
  /** `S` and ten hexadecimal digits. */
  readonly id: string;
  readonly type: (typeof SUPPRESSION_TYPES)[number];
  readonly rule: string;
  /** A line that it keeps out. */
  readonly example: string;
}

const LARGEST = 256 * 1_024;
const LONGEST_RULE = 500;

/** Whether a text is kept out; null for a rule that is none. RE2 takes time by the length of the text alone. */
export function suppressing({
  type,
  rule,
}: Pick<Suppression, 'type' | 'rule'>): ((text: string) => boolean) | null {
  if (rule.trim() === '' || rule.length > LONGEST_RULE) return null;
  if (type === 'contains') return (text) => text.includes(rule);
  try {
    const pattern = RE2JS.compile(rule);
    return (text) => pattern.matcher(text).find();
  } catch {
    return null;
  }
}

/**
 * The rules of `config/suppress.yaml`, written by hand or through the API. Looked at when a line is written, so every
 * process follows.
 */
export class Suppressions {
  private readonly path: string;
  private content: readonly Suppression[] = [];
  private checks: readonly ((text: string) => boolean)[] = [];
  private readonly watch: FileWatch;

  constructor(folder: DataFolder, now?: () => number) {
    this.path = join(folder.config, 'suppress.yaml');
    this.watch = new FileWatch([this.path], now);
  }

  get rules(): readonly Suppression[] {
    if (this.watch.hasChanged()) this.load();
    return this.content;
  }

  hides(text: string): boolean {
    return this.rules.length > 0 && this.checks.some((check) => check(text));
  }

  /** Counts here at once. Throws when the file cannot be written; then nothing has changed. */
  replace(rules: readonly Suppression[]): void {
    replaceFile(this.path, stringify({ rules }));
    if (this.watch.look()) this.load();
  }

  private load(): void {
    try {
      const text = textIn(this.path, LARGEST);
      this.content = text === null ? [] : readRules(text);
    } catch {
      // Half-written or wrong: what counted goes on counting. There is no log to tell it in.
    }
    this.checks = this.content.flatMap((rule) => suppressing(rule) ?? []);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function readRules(text: string): readonly Suppression[] {
  const file: unknown = parse(text, { maxAliasCount: 0 });
  const rules: unknown = typeof file === 'object' && file !== null && 'rules' in file ? file.rules : [];
  return Array.isArray(rules) ? rules.flatMap((rule) => readRule(rule as Fields | null) ?? []) : [];
}

function readRule(raw: Fields | null): Suppression | null {
  const [id, type, rule, example] = ['id', 'type', 'rule', 'example'].map((name) => raw?.[name]);
  const isType = (value: unknown): value is Suppression['type'] =>
    (SUPPRESSION_TYPES as readonly unknown[]).includes(value);
  if (typeof id !== 'string' || !isType(type) || typeof rule !== 'string') return null;
  return { id, type, rule, example: typeof example === 'string' ? example : '' };
}
