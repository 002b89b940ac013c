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
  /** What it belongs to, as the description sorts it. */
  readonly resource: string;
  /** Null where nothing is sent. */
  readonly body: Schema | null;
  readonly query: readonly Parameter[];
}

export interface Parameter {
  readonly name: string;
  readonly schema: Schema;
}

export interface BadBody {
  readonly what: string;
  readonly text: string;
}

interface Operation {
  readonly tags?: readonly string[];
  readonly parameters?: readonly (Parameter & { readonly in: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** Every route with the schema of its JSON body, references followed. */
export function routesIn({ paths, components }: OpenAPIObject): Route[] {
  const schemas = (components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Readonly<Record<string, Operation>>).map(([method, operation]) => {
      const schema = operation.requestBody?.content['application/json']?.schema;
      const query = (operation.parameters ?? []).filter((one) => one.in === 'query');
      return {
        ...{ method: method.toUpperCase(), path, resource: operation.tags?.[0] ?? '' },
        body: schema ? followed(schema, schemas, 0) : null,
        query: query.map(({ name, schema: of }) => ({ name, schema: followed(of, schemas, 0) })),
      };
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
  if (!body || body.type === 'array') return [];
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
    ...STRANGERS.map((name) => changed(`a field named ${name}`, { [name]: { [name]: 1 } })),
    { what: 'nested too deep', text: `${'{"a":'.repeat(60)}1${'}'.repeat(60)}` },
    { what: 'true', text: 'true' },
    { what: 'a number too large for a number', text: '1e999' },
    { what: 'two bodies', text: '{} {}' },
    { what: 'a body with a comment', text: '{} // yes' },
    { what: 'single quotes', text: "{'a': 1}" },
    { what: 'a comma too many', text: '{"a": 1,}' },
    { what: 'no JSON', text: '<a/>' },
    { what: 'larger than any body', text: `{"a":"${'x'.repeat(1_200_000)}"}` },
    ...Object.entries(body.properties ?? {}).flatMap(([name, property]) =>
      badValues(property, body.required?.includes(name) === true).map(([what, value]) =>
        changed(`${name} that is ${what}`, { [name]: value }),
      ),
    ),
  ];
}

/** Fields that no body has, among them those that JavaScript itself knows. */
const STRANGERS = [
  ...[
    'is_admin',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '$where',
    '$ne',
    'a.b',
    'a[0]',
    ' ',
  ],
  ...['ünï', '🍋', 'x'.repeat(300), '../x', 'select', 'null', '-1', '%00', 'id;drop'],
  ...[
    'offset',
    'limitless',
    'order_by',
    'where',
    'raw_sql',
    'debug',
    'admin',
    'token',
    'password',
    'callback',
  ],
  ...['_method', 'x', 'Page', 'PERPAGE', 'sort_by', 'format', 'lang', 'v', 'key', 'cb'],
  ...['include', 'exclude', 'fields', 'expand', 'embed', 'depth', 'since_id', 'cursor', 'trace', 'all_of_it'],
];

/** Parameters that must be refused: each in turn of another kind or out of range, and what is none. */
export function badQueries({ query }: Route): BadBody[] {
  const one = (what: string, name: string, value: string): BadBody => ({
    what,
    text: `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  });
  return [
    ...STRANGERS.filter((name) => name.trim() !== '').map((name) => one(`an unknown ${name}`, name, '1')),
    ...query.flatMap(({ name, schema }) => [
      ...['[a]', '.a', '[0][b]', '_', 'S'].map((more) => one(`${name}${more}`, `${name}${more}`, '1')),
      ...textsOfAnotherKind(schema).map((value) => one(`${name} that is ${value}`, name, value)),
      ...outOfRange(schema).map(([what, value]) => one(`${name} that is ${what}`, name, String(value))),
    ]),
  ];
}

function textsOfAnotherKind({ type, enum: choices }: Schema): readonly string[] {
  if (choices) return ['none of them', 'NULL', '[]', '-'];
  if (type === 'boolean') return ['ajar', '2', '-1', 'yes please', 'TRUE!'];
  return type === 'integer' || type === 'number' ? ['many', 'NaN', '1,5', '0x1f', 'Infinity', '{}'] : [];
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
