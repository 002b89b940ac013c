import { Ajv } from 'ajv';

/** The keys of the compose specification that we use; any other is refused, so that a slip of the pen is found. */
export interface Composition {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposedService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
}

export interface ComposedService {
  readonly image: string;
  readonly build?: {
    readonly context: string;
    readonly dockerfile: string;
    readonly target: string;
    readonly args?: Readonly<Record<string, string>>;
  };
  readonly pull_policy?: string;
  readonly container_name?: string;
  readonly profiles?: readonly string[];
  readonly user?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: Condition }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart: string;
  readonly init?: boolean;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
}

type Condition = 'service_healthy' | 'service_completed_successfully';

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text, minItems: 1, uniqueItems: true };
const words = { type: 'array', items: text, minItems: 1 };
const duration = { type: 'string', pattern: '^(\\d+(h|ms|us|m|s))+$' };
const size = { type: 'string', pattern: '^\\d+[bkmg]$' };

/** Numbers and booleans stand in quotes: YAML reads some of them otherwise than Docker does. */
const textByName = { type: 'object', additionalProperties: { type: 'string' } };

const strict = (properties: object, required: readonly string[] = []): object => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const mapOf = (value: object): object => ({
  type: 'object',
  propertyNames: { pattern: '^[a-z][a-z0-9_-]*$' },
  additionalProperties: value,
});

const build = strict({ context: text, dockerfile: text, target: text, args: textByName }, [
  'context',
  'dockerfile',
  'target',
]);

const healthcheck = strict(
  {
    test: { ...words, prefixItems: [{ enum: ['CMD', 'CMD-SHELL'] }], minItems: 2 },
    interval: duration,
    timeout: duration,
    retries: { type: 'integer', minimum: 1 },
    start_period: duration,
  },
  ['test', 'interval', 'timeout', 'retries', 'start_period'],
);

const dependency = strict({ condition: { enum: ['service_healthy', 'service_completed_successfully'] } }, [
  'condition',
]);

const service = strict(
  {
    image: text,
    build,
    pull_policy: { enum: ['always', 'never', 'missing', 'build'] },
    container_name: text,
    profiles: texts,
    user: text,
    command: words,
    environment: textByName,
    volumes: texts,
    networks: texts,
    network_mode: { enum: ['none'] },
    ports: { type: 'array', items: { type: 'string', pattern: ':\\d+$' } },
    depends_on: mapOf(dependency),
    healthcheck,
    restart: { enum: ['no', 'always', 'on-failure', 'unless-stopped'] },
    init: { type: 'boolean' },
    read_only: { type: 'boolean' },
    tmpfs: texts,
    shm_size: size,
    cap_drop: texts,
    cap_add: texts,
    security_opt: texts,
    stop_grace_period: duration,
    logging: strict({ driver: text, options: textByName }, ['driver', 'options']),
  },
  ['image', 'restart'],
);

const schema = {
  type: 'object',
  properties: {
    name: { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]*$' },
    services: mapOf(service),
    networks: mapOf(strict({ internal: { type: 'boolean' } })),
    volumes: mapOf(strict({})),
  },
  required: ['name', 'services', 'networks', 'volumes'],
  patternProperties: { '^x-': {} },
  additionalProperties: false,
};

const fits = new Ajv({ allErrors: true, strict: false }).compile<Composition>(schema);

/** The composition as it is, or an error that names every place where it does not fit. */
export function readComposition(document: unknown): Composition {
  if (fits(document)) return document;
  const problems = (fits.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  );
  throw new Error(`compose.yaml does not fit:\n${problems.join('\n')}`);
}
