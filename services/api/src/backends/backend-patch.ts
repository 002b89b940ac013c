import { Injectable, type PipeTransform } from '@nestjs/common';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { BackendOptions } from '#libs/database';
import { type FieldProblem, invalid } from '../http/api-problem.js';
import { present } from '../http/present.js';
import { whyNoServerUrl } from './server-url.js';

const LONGEST_TEXT = 4_096;

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST_TEXT ? null : 'Enter a text.';
const textOrNothing = (value: unknown): string | null => (value === '' ? null : text(value));
const flag = (value: unknown): string | null =>
  typeof value === 'boolean' ? null : 'Must be true or false.';

const rate = (value: unknown): string | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1_000
    ? null
    : 'Must be a whole number from 1 to 1000.';

/** The settings that a patch can reach (rest-api.md 4), and what is wrong with a value. */
const CHECKS = {
  url: whyNoServerUrl,
  token: text,
  user: text,
  'import.enabled': flag,
  'export.enabled': flag,
  'options.IMPORT_METADATA_ONLY': flag,
  'options.DISABLE_MARK_UNPLAYED': flag,
  'options.EXPORT_MARK_PLAYED': flag,
  'options.EXPORT_MARK_UNPLAYED': flag,
  'options.EXPORT_PROGRESS': flag,
  'options.client.rps': rate,
  'options.ignore': textOrNothing,
} as const satisfies Record<string, (value: unknown) => string | null>;

type Key = keyof typeof CHECKS;
const isKey = (key: unknown): key is Key => typeof key === 'string' && Object.hasOwn(CHECKS, key);

@ApiSchema({ name: 'BackendChange' })
export class BackendChangeDto {
  @ApiProperty({ enum: Object.keys(CHECKS), enumName: 'BackendSetting' })
  readonly key: Key;

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
  if (!isKey(key)) {
    const field = typeof key === 'string' ? key : `${index}.key`;
    return [...unknown, { field, message: 'This setting is unknown or cannot be changed.' }];
  }
  const message = CHECKS[key](value);
  return message === null ? unknown : [...unknown, { field: key, message }];
}

function toPatch(given: ReadonlyMap<unknown, unknown>): BackendPatch {
  const words = (key: Key): string | undefined => asText(given.get(key));
  const switches = (key: Key): boolean | undefined => asFlag(given.get(key));
  const rps = asNumber(given.get('options.client.rps'));
  return present({
    url: words('url')?.trim(),
    token: words('token'),
    user: words('user'),
    importEnabled: switches('import.enabled'),
    exportEnabled: switches('export.enabled'),
    options: present({
      IMPORT_METADATA_ONLY: switches('options.IMPORT_METADATA_ONLY'),
      DISABLE_MARK_UNPLAYED: switches('options.DISABLE_MARK_UNPLAYED'),
      EXPORT_MARK_PLAYED: switches('options.EXPORT_MARK_PLAYED'),
      EXPORT_MARK_UNPLAYED: switches('options.EXPORT_MARK_UNPLAYED'),
      EXPORT_PROGRESS: switches('options.EXPORT_PROGRESS'),
      client: rps === undefined ? undefined : { rps },
      ignore: words('options.ignore'),
    }),
  });
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const asFlag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
const asNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
