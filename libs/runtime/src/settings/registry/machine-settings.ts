import { type NewSetting, settingsOf } from '../setting.js';

const port = (name: string, standard: number, about: string): NewSetting => ({
  name,
  type: 'int',
  default: String(standard),
  min: 0,
  max: 65_535,
  restart: true,
  about,
});

const ADDRESS = { type: 'url', mask: true, isProtected: true, restart: true } as const;
const PASSWORD = { type: 'text', default: null, mask: true, isProtected: true, restart: true } as const;
const BUILD = { type: 'text', default: '', isProtected: true, restart: true } as const;

/** Ports and addresses of this machine. */
export const PORT_SETTINGS = settingsOf('ports', [
  {
    name: 'WS_HOST',
    type: 'text',
    default: '127.0.0.1',
    pattern: /^[0-9a-f.:]{2,45}$/i,
    rule: 'must be an IP address',
    restart: true,
    danger: true,
    about: 'Address to bind to; 0.0.0.0 in a container.',
  },
  port('WS_PORT', 8080, 'User interface, API and webhooks.'),
  port('WS_WEBHOOK_PORT', 8081, 'The webhook service itself, for the old form of its address.'),
  port('WS_METRICS_PORT_API', 9101, 'Metrics and health of the api service.'),
  port('WS_METRICS_PORT_WEBHOOK', 9102, 'Metrics and health of the webhook service.'),
  port('WS_METRICS_PORT_IMPORTER', 9103, 'Metrics and health of the importer.'),
  port('WS_METRICS_PORT_EXPORTER', 9104, 'Metrics and health of the exporter.'),
  {
    name: 'WS_WEBHOOK_URL',
    type: 'url',
    default: null,
    protocols: ['http', 'https'],
    restart: true,
    isProtected: true,
    about: 'Where the webhook service is when it is not on this machine.',
  },
  {
    name: 'WS_UI_PATH',
    type: 'text',
    default: '',
    restart: true,
    isProtected: true,
    about: 'Folder of the built user interface.',
  },
]);

export const STORE_SETTINGS = settingsOf('stores', [
  {
    name: 'WS_DELIVERIES_PRUNE_AFTER',
    type: 'age',
    default: '30d',
    about: 'Age at which handled webhook deliveries are deleted.',
  },
  { name: 'WS_RUNS_PRUNE_AFTER', type: 'age', default: '90d', about: 'Age at which ended runs are deleted.' },
  {
    name: 'WS_LEDGER_PRUNE_AFTER',
    type: 'age',
    default: '730d',
    about: 'Age at which changes of play states are deleted from the ledger; the newest of each item stays.',
  },
  {
    name: 'WS_DATABASE_URL',
    ...ADDRESS,
    default: null,
    protocols: ['postgres', 'postgresql'],
    about: 'A Postgres of your own.',
  },
  {
    name: 'WS_CACHE_URL',
    ...ADDRESS,
    default: 'redis://127.0.0.1:6379',
    protocols: ['redis', 'rediss'],
    about: 'A Redis of your own.',
  },
  {
    name: 'WS_CACHE_PREFIX',
    type: 'text',
    default: '',
    pattern: /^[\w.-]*$/,
    rule: 'may hold letters, digits, dots, dashes and underscores',
    restart: true,
    danger: true,
    about: 'Put before every key in a Redis that others use as well.',
  },
  {
    name: 'WS_DATABASE_POOL',
    type: 'int',
    default: '8',
    min: 2,
    max: 50,
    restart: true,
    about: 'Connections to Postgres that one process may hold.',
  },
  port('WS_POSTGRES_PORT', 55_432, 'The embedded Postgres; loopback only.'),
  port('WS_REDIS_PORT', 56_379, 'The embedded Redis; loopback only.'),
  { name: 'WS_POSTGRES_PASSWORD', ...PASSWORD, about: 'Its password; made on first start.' },
  { name: 'WS_REDIS_PASSWORD', ...PASSWORD, about: 'Its password; made on first start.' },
]);

export const BUILD_SETTINGS = settingsOf('build', [
  { name: 'WS_BUILD_DATE', ...BUILD, about: 'When this build was made.' },
  { name: 'WS_BUILD_SHA', ...BUILD, about: 'What this build was made from.' },
  { name: 'WS_BUILD_BRANCH', ...BUILD, about: 'The branch that this build was made from.' },
  {
    name: 'WS_IN_CONTAINER',
    type: 'bool',
    default: 'false',
    isProtected: true,
    restart: true,
    about: 'Whether this runs in a container.',
  },
]);
