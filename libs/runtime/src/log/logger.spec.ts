import { describe, expect, it } from 'vitest';
import { pinoLevel } from './levels.js';
import { withLogFields } from './log-fields.js';
import { Logger, makeLogger } from './logger.js';
import { redactText } from './redact.js';

type Line = Readonly<Record<string, unknown>>;

function listen(): { readonly logger: Logger; readonly lines: Line[] } {
  const lines: Line[] = [];
  const write = (line: string): number => lines.push(JSON.parse(line) as Line);
  return { logger: makeLogger('importer', { write }), lines };
}

/** What is logged for these fields, as text. */
function logged(fields: object): string {
  const { logger, lines } = listen();
  logger.warn('something happened', { ...fields });
  return JSON.stringify(lines);
}

describe('a log line', () => {
  it('has time, level, service, message and the fields', () => {
    const { logger, lines } = listen();
    logger.info('state exported', { items: 3 });
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        service: 'importer',
        process: process.pid,
        items: 3,
        message: 'state exported',
      },
    ]);
  });

  it('carries the fields of the work it is in, however deep', async () => {
    const { logger, lines } = listen();
    await withLogFields({ runId: 'r1', job: 'import-run' }, async () => {
      await Promise.resolve();
      withLogFields({ job: 'page' }, () => logger.info('page stored'));
    });
    logger.info('worker idle');
    expect(lines[0]).toMatchObject({ runId: 'r1', job: 'page' });
    expect(lines[1]).not.toHaveProperty('runId');
  });
});

describe('secrets in a log line', () => {
  it.each([
    ['token', { token: 'hidden' }],
    ['apikey', { apikey: 'hidden' }],
    ['X-Plex-Token', { headers: { 'X-Plex-Token': 'hidden' } }],
    ['cookie', { request: { headers: { cookie: 'ws_session=hidden' } } }],
    ['password', { user: [{ name: 'ana', password: 'hidden' }] }],
    ['WS_SECRET_KEY', { WS_SECRET_KEY: 'hidden' }],
    ['WS_DATABASE_URL', { WS_DATABASE_URL: 'postgres://ws@db/hidden' }],
  ])('are blanked by the name %s', (_name, fields) => {
    expect(logged(fields)).toContain('[redacted]');
    expect(logged(fields)).not.toContain('hidden');
  });

  it.each([
    'connect to postgres://watchstate:hidden@db:5432/watchstate failed',
    'redis://:hidden@cache:6379',
    'GET http://plex.example:32400/library?X-Plex-Token=hidden&x=1 answered 401',
    'call of /v1/api/webhook?apikey=hidden',
    'header Authorization: Bearer hiddenhidden',
    'MediaBrowser Client="x", Token="hidden"',
    'apikey=hidden',
    '{"password": "hidden"}',
  ])('are blanked inside the text: %s', (text) => {
    expect(logged({ reason: text })).not.toContain('hidden');
    expect(redactText(text)).not.toContain('hidden');
  });

  it('do not take harmless text along', () => {
    const text = 'item 12/34 of https://jelly.example/web was read in 3 s, is it new? yes';
    expect(redactText(text)).toBe(text);
  });

  it('are kept out of errors, whose other baggage is dropped', () => {
    const cause = new Error('connect redis://:hidden@cache:6379 refused');
    const error = Object.assign(new Error('the server did not answer', { cause }), {
      code: 'ECONNREFUSED',
      config: { headers: { authorization: 'hidden' } },
    });
    const line = logged({ error });
    expect(line).not.toContain('hidden');
    expect(line).toContain('the server did not answer');
    expect(line).toContain('ECONNREFUSED');
  });

  it('do not make a circle fatal', () => {
    const circle: Record<string, unknown> = { name: 'loop' };
    circle['self'] = circle;
    expect(logged({ circle })).toContain('[deep]');
  });
});

it('understands the level names of old environment files', () => {
  expect(['WARNING', 'notice', 'CRITICAL', 'debug'].map(pinoLevel)).toEqual([
    'warn',
    'info',
    'fatal',
    'debug',
  ]);
});
