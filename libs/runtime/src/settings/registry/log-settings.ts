import { settingsOf } from '../setting.js';

const LEVELS = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
  'warn',
  'fatal',
];
const T3 = 'Lines go to standard output, from where they can be shipped.';

export const LOG_SETTINGS = settingsOf('logs', [
  {
    name: 'WS_LOG_LEVEL',
    type: 'choice',
    default: 'info',
    choices: LEVELS,
    restart: true,
    about: 'Least serious level on standard output.',
  },
  {
    name: 'WS_LOGGER_FILE_ENABLE',
    type: 'bool',
    default: 'true',
    restart: true,
    about: 'Write a file per day into the folder logs.',
  },
  {
    name: 'WS_LOGGER_FILE_LEVEL',
    type: 'choice',
    default: 'error',
    choices: LEVELS,
    restart: true,
    common: true,
    about: 'Least serious level in that file.',
  },
  {
    name: 'WS_LOGS_CONTEXT',
    type: 'bool',
    default: 'false',
    about: 'Add the structured fields to the lines of plain text.',
    unused: 'Every line carries its fields.',
  },
  {
    name: 'WS_LOGS_PRUNE_AFTER',
    type: 'age',
    default: '7d',
    common: true,
    about: 'Age at which logs are deleted.',
  },
  {
    name: 'WS_LOGGER_ACCESS_ENABLE',
    type: 'bool',
    default: 'true',
    about: 'Log each request.',
  },
  {
    name: 'WS_LOGGER_ACCESS_LEVEL',
    type: 'choice',
    default: 'info',
    choices: LEVELS,
    about:
      'Least serious level of the access log: warning logs refused requests only, error failed ones only.',
  },
  {
    name: 'WS_LOGGER_ACCESS_FORMAT',
    type: 'choice',
    default: 'jsonl',
    choices: ['text', 'jsonl'],
    about: 'Form of the access log.',
    unused: 'Every line is JSON.',
  },
  {
    name: 'WS_LOGGER_REMOTE_ENABLE',
    type: 'bool',
    default: 'false',
    about: 'Send log lines by HTTP.',
    unused: T3,
  },
  {
    name: 'WS_LOGGER_REMOTE_LEVEL',
    type: 'choice',
    default: 'error',
    choices: LEVELS,
    about: 'Least serious level that is sent.',
    unused: T3,
  },
  {
    name: 'WS_LOGGER_REMOTE_URL',
    type: 'url',
    default: null,
    protocols: ['http', 'https'],
    mask: true,
    about: 'Where they are sent.',
    unused: T3,
  },
  {
    name: 'WS_API_LOG_INTERNAL',
    type: 'bool',
    default: 'false',
    about: 'Log the calls between own parts.',
    unused: 'The parts talk through the queue; WS_LOG_LEVEL=debug shows it.',
  },
]);
