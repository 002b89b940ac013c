import { Injectable } from '@nestjs/common';
import {
  backendOf,
  BackendError,
  type BackendErrorCode,
  type MediaServerClient,
  type Validated,
} from '#libs/backends';
import { ApiProblem } from '../../http/api-problem.js';
import { type Candidate, ServerCaller } from '../server-caller.js';
import { CHECKS, type CheckName, type CheckDto } from './credentials.dto.js';
import { TokenBroker } from './token-broker.js';

/** What a failed validation proves: which check failed, and which must have passed before it. */
const VERDICTS: Readonly<Record<BackendErrorCode, readonly [failed: CheckName, ...passed: CheckName[]]>> = {
  unreachable: ['reach'],
  timeout: ['reach'],
  tls: ['tls', 'reach'],
  'not-an-api': ['reach'],
  'not-found': ['reach'],
  'rate-limited': ['reach'],
  'server-error': ['reach'],
  'bad-answer': ['reach'],
  'token-rejected': ['token', 'reach', 'tls'],
  forbidden: ['token', 'reach', 'tls'],
  'wrong-user': ['user', 'reach', 'tls', 'token'],
  'wrong-server': ['server_id', 'reach', 'tls'],
  'unsupported-version': ['version', 'reach', 'tls'],
};

const MOST_SKEW_MS = 60_000;

/** Tries settings of a backend out, one thing after the other; nothing is stored (rest-api.md 3). */
@Injectable()
export class ServerTester {
  constructor(
    private readonly caller: ServerCaller,
    private readonly broker: TokenBroker,
  ) {}

  /** All checks in their order. `ok` is null for what could not be looked at. */
  async test(candidate: Candidate): Promise<CheckDto[]> {
    try {
      const { token, isLimited } = await this.broker.exchange(candidate);
      const client = this.caller.open({ ...candidate, token });
      try {
        return await this.withClient(candidate, client);
      } finally {
        // A token that was made only for this must not stay behind on the server.
        if (isLimited) await client.signOut?.().catch(() => undefined);
      }
    } catch (error) {
      if (error instanceof BackendError) return failed(candidate, error);
      if (error instanceof ApiProblem) return failed(candidate, toBackendError(error));
      throw error;
    }
  }

  private async withClient(candidate: Candidate, client: MediaServerClient): Promise<CheckDto[]> {
    const validated = await client.validate();
    return [
      passed('reach', 'The server answers.'),
      tls(candidate),
      passed('token', 'The server accepts the token.'),
      passed('user', `The token acts for ${validated.user.name}.`),
      passed('server_id', `It is the server ${validated.server.name}, ${validated.server.uuid}.`),
      version(candidate, validated),
      await looked('clock', () => clock(client)),
      await looked('webhook', () => webhook(client)),
    ];
  }
}

const passed = (name: CheckName, message: string): CheckDto => ({ name, ok: true, message, hint: null });

const version = ({ type }: Candidate, { server }: Validated): CheckDto =>
  passed('version', `${backendOf(type).label} ${server.version} is supported.`);

function tls({ url, options }: Candidate): CheckDto {
  if (!/^https:/i.test(url)) return passed('tls', 'The address uses http: nothing is encrypted.');
  return options?.client?.verify_host === false
    ? passed('tls', 'The connection is encrypted; the certificate is not checked, as you wished.')
    : passed('tls', 'The connection is encrypted and the certificate is valid.');
}

async function clock(client: MediaServerClient): Promise<CheckDto> {
  const { clockSkewMs } = await client.inspect.details();
  if (clockSkewMs === null)
    return { name: 'clock', ok: null, message: 'The server does not tell its time.', hint: null };
  const seconds = Math.round(Math.abs(clockSkewMs) / 1_000);
  if (Math.abs(clockSkewMs) <= MOST_SKEW_MS)
    return passed('clock', seconds === 0 ? 'The clocks agree.' : `The clocks are ${seconds} s apart.`);
  const message = `The clock of the server is ${seconds} s ${clockSkewMs > 0 ? 'fast' : 'slow'}.`;
  return {
    name: 'clock',
    ok: false,
    message,
    hint: 'Set both clocks by the network: of two viewings the later one counts.',
  };
}

async function webhook(client: MediaServerClient): Promise<CheckDto> {
  const found = (await client.inspect.capabilities()).find(({ key }) => key === 'webhooks');
  const ok = found?.isAvailable ?? null;
  const message = found?.note ?? 'Nothing is known about webhooks of this server.';
  const hint = ok === true ? null : 'Without webhooks, changes are seen at the next import only.';
  return { name: 'webhook', ok, message, hint };
}

/** A check that only informs: when it cannot be made, the backend may be added all the same. */
async function looked(name: CheckName, look: () => Promise<CheckDto>): Promise<CheckDto> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return { name, ok: null, message: error.message, hint: error.hint };
  }
}

interface Refusal {
  readonly key: BackendErrorCode;
  readonly message: string;
  readonly hint: string;
}

function failed(candidate: Candidate, { key, message, hint }: Refusal): CheckDto[] {
  const [culprit, ...proved] = VERDICTS[key];
  return CHECKS.map((name) => {
    if (name === culprit) return { name, ok: false, message, hint };
    if (!proved.includes(name)) return { name, ok: null, message: 'Not looked at.', hint: null };
    return name === 'tls' ? tls(candidate) : passed(name, PROVED[name] ?? 'In order.');
  });
}

const PROVED: Readonly<Partial<Record<CheckName, string>>> = {
  reach: 'The server answers.',
  token: 'The server accepts the token.',
};

function toBackendError({ key, message, detail }: ApiProblem): Refusal {
  const code = Object.keys(VERDICTS).find((known): known is BackendErrorCode => known === key);
  return { key: code ?? 'bad-answer', message, hint: detail.fields?.[0]?.hint ?? '' };
}
