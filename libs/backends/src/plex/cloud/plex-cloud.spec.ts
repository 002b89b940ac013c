import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BackendError } from '../../backend-error.js';
import { RecordingServer, type Scripted } from '../testing/recording-server.js';
import { PlexCloud } from './plex-cloud.js';

const TOKEN = 'secret-account-token';
const PIN = '4711';
const tv = new RecordingServer();
let cloud: PlexCloud;

beforeAll(async () => {
  await tv.start();
  cloud = new PlexCloud({ url: tv.url, deviceId: 'this-installation', version: '1.2.3', retries: 0 });
});
afterAll(() => tv.stop());

const pin = { id: 2_210_000_001, code: 'k3v9', clientIdentifier: 'this-installation', authToken: null };
const friends =
  '<MediaContainer size="1"><User id="13" username="bob"><Server machineIdentifier="f0e1"/></User></MediaContainer>';

interface Contract {
  readonly call: string;
  readonly ask: () => Promise<unknown>;
  readonly answer: Scripted;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query?: object;
    readonly body?: string;
  };
  readonly isXml?: true;
  readonly isOpen?: true;
  readonly result: unknown;
  /** What a refusal of the token looks like: an answer of its own, or an error. */
  readonly refused: unknown;
}

const CONTRACTS: readonly Contract[] = [
  {
    call: 'T1 start of a sign-in',
    ask: () => cloud.startSignIn(),
    answer: { status: 201, json: pin },
    request: { method: 'POST', path: '/api/v2/pins', body: '{"strong":true}' },
    isOpen: true,
    result: expect.objectContaining({ id: '2210000001', code: 'k3v9', authToken: null }),
    refused: 'outage',
  },
  {
    call: 'T2 look at a sign-in',
    ask: () => cloud.pollSignIn({ id: '2210000001', code: 'k3v9' }),
    answer: { json: { ...pin, authToken: 'tok-alice' } },
    request: { method: 'GET', path: '/api/v2/pins/2210000001', query: { code: 'k3v9' } },
    isOpen: true,
    result: expect.objectContaining({ authToken: 'tok-alice' }),
    refused: 'error',
  },
  {
    call: 'T3 devices, in XML',
    ask: () => cloud.servers(TOKEN),
    answer: {
      text: '<MediaContainer size="1"><Device clientIdentifier="f0e1" provides="server" accessToken="tok"/></MediaContainer>',
    },
    request: {
      method: 'GET',
      path: '/api/resources',
      query: { includeHttps: '1', includeRelay: '1' },
    },
    isXml: true,
    result: [expect.objectContaining({ uuid: 'f0e1', accessToken: 'tok' })],
    refused: 'outage',
  },
  {
    call: 'T4 home',
    ask: () => cloud.home(TOKEN),
    answer: { json: { users: [{ id: 5, title: 'Kids Room', uuid: 'b2' }] } },
    request: { method: 'GET', path: '/api/v2/home/users/' },
    result: [expect.objectContaining({ id: '5', name: 'Kids Room', kind: 'home' })],
    refused: null,
  },
  {
    call: 'T5 friends',
    ask: () => cloud.friends(TOKEN, 'f0e1'),
    answer: { text: friends },
    request: { method: 'GET', path: '/api/users/' },
    isXml: true,
    result: [expect.objectContaining({ id: '13', name: 'bob', kind: 'friend' })],
    refused: [],
  },
  {
    call: "T6 friends' tokens",
    ask: () => cloud.sharedTokens(TOKEN, 'f0e1'),
    answer: { text: '<MediaContainer><SharedServer userID="13" accessToken="tok-bob"/></MediaContainer>' },
    request: { method: 'GET', path: '/api/servers/f0e1/shared_servers' },
    isXml: true,
    result: new Map([['13', 'tok-bob']]),
    refused: new Map(),
  },
  {
    call: 'T7 switch',
    ask: () => cloud.switchTo(TOKEN, { uuid: 'b2', pin: PIN }),
    answer: { status: 201, json: { authToken: 'tok-kids' } },
    request: { method: 'POST', path: '/api/v2/home/users/b2/switch', query: { pin: PIN } },
    result: 'tok-kids',
    refused: 'error',
  },
  {
    call: 'T8 resources',
    ask: () => cloud.servers(TOKEN),
    answer: { json: [{ clientIdentifier: 'f0e1', provides: 'server', accessToken: 'tok', connections: [] }] },
    request: {
      method: 'GET',
      path: '/api/v2/resources',
      query: { includeHttps: '1', includeRelay: '1', includeIPv6: '1' },
    },
    result: [expect.objectContaining({ uuid: 'f0e1', accessToken: 'tok' })],
    refused: 'error',
  },
  {
    call: 'T9 webhooks',
    ask: () => cloud.hooks(TOKEN),
    answer: { json: [{ url: 'https://other.test/hook' }] },
    request: { method: 'GET', path: '/api/v2/user/webhooks' },
    result: ['https://other.test/hook'],
    refused: 'error',
  },
  {
    call: 'T10 replacing webhooks',
    ask: () => cloud.setHooks(TOKEN, ['https://one.test/a', 'https://two.test/b']),
    answer: { status: 201, json: [] },
    request: {
      method: 'POST',
      path: '/api/v2/user/webhooks',
      body: 'urls%5B%5D=https%3A%2F%2Fone.test%2Fa&urls%5B%5D=https%3A%2F%2Ftwo.test%2Fb',
    },
    result: undefined,
    refused: 'error',
  },
  {
    call: 'T11 account',
    ask: () => cloud.account(TOKEN),
    answer: { json: { id: 14_800_001, uuid: 'a1', username: 'alice' } },
    request: { method: 'GET', path: '/api/v2/user' },
    result: expect.objectContaining({ id: '14800001', name: 'alice', uuid: 'a1' }),
    refused: null,
  },
];

/** The older list of servers is asked for where the newer is not known. */
const scripted =
  ({ call }: Contract, answer: Scripted) =>
  ({ path }: { readonly path: string }): Scripted =>
    call.startsWith('T3') && path !== '/api/resources' ? { status: 404 } : answer;

async function outcomeOf({ ask }: Contract): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    const said = [error.message, error.hint, error.stack, JSON.stringify(error)].join('\n');
    for (const secret of [TOKEN, PIN, tv.url]) expect(said).not.toContain(secret);
    return error;
  }
}

describe.each(CONTRACTS)('$call', (contract) => {
  const { answer, request, isXml, isOpen, result, refused } = contract;

  it('is asked as plex.tv expects it, and understood', async () => {
    tv.says(scripted(contract, answer));
    expect(await contract.ask()).toEqual(result);
    const sent = tv.requests.at(-1);
    expect(sent).toMatchObject({ query: {}, body: '', ...request });
    expect(sent?.headers).toMatchObject({
      accept: isXml ? 'application/xml' : 'application/json',
      'x-plex-client-identifier': 'this-installation',
      'x-plex-product': 'WatchState',
      'x-plex-version': '1.2.3',
      'user-agent': 'WatchState/1.2.3',
    });
    expect(sent?.headers['x-plex-token']).toBe(isOpen ? undefined : TOKEN);
  });

  it.each([401, 403, 422, 498])('takes status %i for the word of plex.tv about the token', async (status) => {
    tv.says(scripted(contract, { status, json: { errors: [{ code: 1001, status }] } }));
    const outcome = await outcomeOf(contract);
    const key = status === 403 ? 'forbidden' : 'token-rejected';
    const errors = new Map<unknown, object>([
      ['error', { key, remedy: { retry: 'never' } }],
      ['outage', { key: 'bad-answer', remedy: { retry: 'soon' } }],
    ]);
    const error = errors.get(refused);
    expect(outcome).toEqual(error ? expect.objectContaining(error) : refused);
  });

  it.each([
    [500, 'server-error'],
    [503, 'server-error'],
    [429, 'rate-limited'],
    [302, 'bad-answer'],
    [400, 'bad-answer'],
  ])('quirk 31: takes status %i for an outage, which says nothing about the token', async (status, key) => {
    tv.says(
      scripted(contract, { status, text: '<h1>no</h1>', headers: { Location: 'https://elsewhere.test' } }),
    );
    expect(await outcomeOf(contract)).toMatchObject({
      key,
      field: null,
      message: expect.stringContaining('plex.tv') as string,
    });
  });
});

const saysSomething = CONTRACTS.filter(({ result }) => result !== undefined);

describe.each(saysSomething)('$call', (contract) => {
  it.each([
    ['a web page', { text: '<!DOCTYPE html><html><body>Sign in</body></html>' }],
    ['half an answer', { text: '{"id": 5, "users": [' }],
    ['half an XML answer', { text: '<MediaContainer size="1"><User id="13"' }],
    ['nothing', { text: '' }],
    ['a number', { json: 5 }],
  ])('never takes %s for an empty answer', async (_, nonsense) => {
    tv.says(scripted(contract, nonsense));
    expect(await outcomeOf(contract)).toMatchObject({ key: 'bad-answer', field: null });
  });
});

describe('a 404', () => {
  it('means that the sign-in, the person or the server is gone, where a call names one', async () => {
    tv.says({ status: 404, json: {} });
    expect(await cloud.pollSignIn({ id: '1', code: 'a' })).toBeNull();
    expect(await cloud.sharedTokens(TOKEN, 'f0e1')).toEqual(new Map());
    const switched = cloud.switchTo(TOKEN, { uuid: 'b2', pin: null });
    await expect(switched).rejects.toMatchObject({ key: 'not-found', field: 'user' });
  });

  it.each(['T1', 'T4', 'T5', 'T9', 'T10', 'T11'])(
    'is an outage for %s, which names nothing',
    async (number) => {
      tv.says({ status: 404, json: {} });
      const contract = CONTRACTS.find(({ call }) => call.startsWith(`${number} `));
      expect(contract && (await outcomeOf(contract))).toMatchObject({ key: 'bad-answer', field: null });
    },
  );
});

describe('a PIN', () => {
  it('quirk 24: that is missing or wrong is told by its own field', async () => {
    const error = { code: 1041, message: 'A valid PIN is required to switch to this user', status: 403 };
    tv.says({ status: 403, json: { errors: [error] } });
    await expect(cloud.switchTo(TOKEN, { uuid: 'b2', pin: null })).rejects.toMatchObject({
      key: 'forbidden',
      field: 'options.PLEX_USER_PIN',
    });
    expect(tv.request.query).toEqual({});
  });

  it('is not suspected when plex.tv refuses for another reason', async () => {
    tv.says({ status: 403, text: '<h1>no</h1>' });
    await expect(cloud.switchTo(TOKEN, { uuid: 'b2', pin: PIN })).rejects.toMatchObject({ field: 'token' });
  });
});

it('quirk 26: tells when plex.tv may be asked again after too many switches', async () => {
  tv.says({ status: 429, headers: { 'Retry-After': '60' } });
  const error: unknown = await cloud
    .switchTo(TOKEN, { uuid: 'b2', pin: null })
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ key: 'rate-limited', remedy: { retry: 'at' } });
});
