import { Injectable, type PipeTransform } from '@nestjs/common';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { BackendOptions } from '#libs/database';
import { type FieldProblem, invalid } from '../http/api-problem.js';
import { present } from '../http/present.js';
import { OPTIONS, optionNamed, whyNotOption } from './options/option-catalogue.js';
import { withValueAt } from './options/option-path.js';
import { whyNoServerUrl } from './server-url.js';

const LONGEST_TEXT = 4_096;

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT ? null : 'Enter a text.';
const flag = (value: unknown): string | null =>
  typeof value === 'boolean' ? null : 'Must be true or false.';

/** What a patch can reach beside the options (rest-api.md 4), and what is wrong with a value. */
const CHECKS: Readonly<Record<string, (value: unknown) => string | null>> = {
  url: whyNoServerUrl,
  token: text,
  user: text,
  'import.enabled': flag,
  'export.enabled': flag,
};

/** Why a value cannot be set, or null when it can; undefined for a setting that there is not. */
function whyNot(key: unknown, value: unknown): string | null | undefined {
  if (typeof key !== 'string') return undefined;
  const option = key.startsWith('options.') ? optionNamed(key) : undefined;
  if (option) return whyNotOption(option, value);
  return Object.hasOwn(CHECKS, key) ? CHECKS[key]?.(value) : undefined;
}

const KEYS = [...Object.keys(CHECKS), ...OPTIONS.filter(({ isKept }) => !isKept).map(({ key }) => key)];

@ApiSchema({ name: 'BackendChange' })
export class BackendChangeDto {
  @ApiProperty({ enum: KEYS, enumName: 'BackendSetting' })
  readonly key: string;

  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'boolean' }, { type: 'integer' }] })
  readonly value: string | boolean | number;
}

/** A patch that was checked. What is absent stays as it is. */
export interface BackendPatch {
  readonly url?: string;
  readonly token?: string;
  readonly user?: string;
  readonly importEnabled?: boolean;
  readonly exportEnabled?: boolean;
  readonly options: BackendOptions;
}

/** Reads `[{key, value}]`; the later of two changes of one setting counts. */
@Injectable()
export class BackendPatchPipe implements PipeTransform<unknown, BackendPatch> {
  transform(body: unknown): BackendPatch {
    if (!Array.isArray(body) || body.length === 0)
      throw invalid([{ field: 'body', message: 'The body must be a list of {key, value}.' }]);
    const changes: readonly unknown[] = body;
    const problems = changes.flatMap((change, index) => problemsIn(change, index));
    if (problems.length > 0) throw invalid(problems);
    return toPatch(new Map(changes.map((change) => [record(change)['key'], record(change)['value']])));
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function problemsIn(change: unknown, index: number): FieldProblem[] {
  const { key, value, ...rest } = record(change);
  const unknown = Object.keys(rest).map((name) => ({
    field: `${index}.${name}`,
    message: `There is no field ${name} here.`,
  }));
  const field = typeof key === 'string' ? key : `${index}.key`;
  const message = whyNot(key, value);
  if (message === undefined)
    return [...unknown, { field, message: 'This setting is unknown or cannot be changed.' }];
  return message === null ? unknown : [...unknown, { field, message }];
}

function toPatch(given: ReadonlyMap<unknown, unknown>): BackendPatch {
  const options = OPTIONS.filter(({ key }) => given.has(key));
  return {
    ...present({
      url: asText(given.get('url'))?.trim(),
      token: asText(given.get('token')),
      user: asText(given.get('user')),
      importEnabled: asFlag(given.get('import.enabled')),
      exportEnabled: asFlag(given.get('export.enabled')),
    }),
    options: options.reduce((values, { key }) => withValueAt(values, key, given.get(key)), {}),
  };
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const asFlag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
