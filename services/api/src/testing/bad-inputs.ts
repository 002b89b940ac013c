import type { OpenAPIObject } from '@nestjs/swagger';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

export interface Route {
  readonly method: string;
  readonly path: string;
  /** Null where nothing is sent. */
  readonly body: Schema | null;
}

export interface BadBody {
  readonly what: string;
  readonly text: string;
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** Every route with the schema of its JSON body, references followed. */
export function routesIn({ paths, components }: OpenAPIObject): Route[] {
  const schemas = (components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Readonly<Record<string, Operation>>).map(([method, { requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema;
      return { method: method.toUpperCase(), path, body: schema ? followed(schema, schemas, 0) : null };
    }),
  );
}

function followed(schema: Schema, schemas: Readonly<Record<string, Schema>>, depth: number): Schema {
  const target = schema.$ref ? schemas[schema.$ref.split('/').at(-1) ?? ''] : undefined;
  const [only] = schema.allOf ?? [];
  const plain = target ?? only ?? schema;
  if (plain !== schema && depth < 8) return followed(plain, schemas, depth + 1);
  if (!plain.properties || depth >= 8) return plain;
  const properties = Object.entries(plain.properties).map(
    ([name, property]) => [name, followed(property, schemas, depth + 1)] as const,
  );
  return { ...plain, properties: Object.fromEntries(properties) };
}

/** Names that no thing has, as they would stand in an address. */
export const NASTY_NAMES = [
  'nowhere%20at%20all',
  '%00',
  '..%2f..%2fetc%2fpasswd',
  '%zz',
  '-1',
  '999999999999999999999999',
  'NaN',
  '1e9',
  "1'%20OR%20'1'='1",
  '%3Cscript%3E',
  '%F0%9F%8D%8B',
  '%0d%0aSet-Cookie:x',
  'x'.repeat(2_000),
  '__proto__',
  'constructor',
] as const;

/** Bodies that must be refused: each property in turn wrong, missing, too long, or of another kind; and what is no body. */
export function badBodies({ body }: Route): BadBody[] {
  if (!body?.properties) return [];
  const sample = sampleOf(body);
  const changed = (what: string, change: Readonly<Record<string, unknown>>): BadBody => ({
    what,
    text: JSON.stringify({ ...(sample as object), ...change }),
  });
  return [
    { what: 'half a body', text: '{"half":' },
    { what: 'a list', text: '[]' },
    { what: 'a list of bodies', text: JSON.stringify([sample]) },
    { what: 'a text', text: '"text"' },
    { what: 'a number', text: '7' },
    changed('a field that is unknown', { unheard_of: 1 }),
    changed('a field named __proto__ inside', { 'constructor.prototype': 1 }),
    ...Object.entries(body.properties).flatMap(([name, property]) =>
      badValues(property, body.required?.includes(name) === true).map(([what, value]) =>
        changed(`${name} that is ${what}`, { [name]: value }),
      ),
    ),
  ];
}

type BadValue = readonly [what: string, value: unknown];

function badValues(schema: Schema, isRequired: boolean): BadValue[] {
  const absent: BadValue[] = isRequired
    ? [
        ['missing', undefined],
        ['null', null],
      ]
    : [];
  return [...absent, ...ofAnotherKind(schema), ...outOfRange(schema)];
}

const LISTS: readonly BadValue[] = [
  ['a text instead of a list', 'text'],
  ['an object instead of a list', { 0: 'x' }],
];

function ofAnotherKind({ type, oneOf }: Schema): BadValue[] {
  if (oneOf)
    return [
      ['an object', { a: 1 }],
      ['a list', [[]]],
    ];
  switch (type) {
    case 'string':
      return [
        ['an object', { a: 1 }],
        ['a list', ['x']],
        ['true', true],
        ['a number', 7],
        ['a text with a zero in it', 'x\0y'],
      ];
    case 'boolean':
      return [
        ['a text', 'ajar'],
        ['a number', 7],
        ['an object', {}],
        ['a list', [true]],
      ];
    case 'integer':
    case 'number':
      return [
        ['a text', 'many'],
        ['an object', { a: 1 }],
        ['a list of texts', ['x', 'y']],
      ];
    case 'array':
      return [...LISTS];
    case 'object':
      return [
        ['a text', 'text'],
        ['a number', 7],
        ['a list', [1]],
      ];
    case undefined:
    default:
      return [];
  }
}

function outOfRange({ type, enum: choices, maxLength, maximum, minimum }: Schema): BadValue[] {
  return [
    ...(choices && type !== 'array' ? [['none of the choices', 'none-of-them'] as const] : []),
    ...(maxLength === undefined ? [] : [['too long', 'x'.repeat(maxLength + 1)] as const]),
    ...(maximum === undefined ? [] : [['too large', maximum + 1] as const]),
    ...(minimum === undefined ? [] : [['too small', minimum - 1] as const]),
    ...(type === 'integer' ? [['no whole number', 1.5] as const, ['huge', 1e300] as const] : []),
  ];
}

/** Something that fits the schema as far as the schema says. */
function sampleOf(schema: Schema): unknown {
  const [first] = schema.enum ?? [];
  if (first !== undefined) return first;
  return (SAMPLES[String(schema.type)] ?? textFor)(schema);
}

const textFor = ({ minLength = 1 }: Schema): unknown => 'x'.repeat(Math.max(minLength, 1));
const numberFor = ({ minimum = 1 }: Schema): unknown => minimum;

const SAMPLES: Readonly<Record<string, (schema: Schema) => unknown>> = {
  object: ({ required = [], properties = {} }) =>
    Object.fromEntries(required.map((name) => [name, sampleOf(properties[name] ?? {})])),
  array: ({ items }) => (items ? [sampleOf(items)] : []),
  integer: numberFor,
  number: numberFor,
  boolean: () => true,
};
