import { lookup as dnsLookup } from 'node:dns';
import { type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Backends, Identities } from '#libs/database';
import { ApiProblem } from '../http/api-problem.js';
import { isSafeTarget } from './host-check.js';
import type { UrlCheckDto, UrlCheckResultDto } from './system-care.dto.js';

const LONGEST_MS = 10_000;
const SHOWN = [
  'content-type',
  'content-length',
  'date',
  'location',
  'server',
  'x-plex-protocol',
  'x-application-version',
];

class UnsafeTarget extends Error {}

/**
 * Asks whether an address answers: only of a server that is configured already, only where a media server can be, and
 * without following it anywhere or telling what it said.
 */
@Injectable()
export class UrlProber {
  constructor(
    private readonly identities: Identities,
    private readonly backends: Backends,
  ) {}

  async probe({ url: text, method }: UrlCheckDto): Promise<UrlCheckResultDto> {
    const url = new URL(text);
    if (!(await this.isConfigured(url))) throw notConfigured();
    const asked = { method, url: `${url.origin}${url.pathname}` };
    try {
      const answer = await ask(url, method);
      return {
        request: asked,
        response: { status: answer.statusCode ?? 0, headers: shown(answer), body: '' },
      };
    } catch (error) {
      if (error instanceof UnsafeTarget) throw notConfigured();
      return { request: asked, response: { status: 500, headers: {}, body: reasonOf(error) } };
    }
  }

  private async isConfigured({ host, protocol }: URL): Promise<boolean> {
    const people = await this.identities.list();
    const lists = await Promise.all(people.map(({ id }) => this.backends.list(id)));
    return lists.flat().some((backend) => {
      const known = new URL(backend.url);
      return known.host === host && known.protocol === protocol;
    });
  }
}

const notConfigured = (): ApiProblem =>
  new ApiProblem(
    403,
    'address-not-configured',
    'Only the addresses of backends that are configured can be checked.',
  );

function ask(url: URL, method: string): Promise<IncomingMessage> {
  const options: RequestOptions = { method, lookup: safeLookup, timeout: LONGEST_MS, agent: false };
  return new Promise((resolve, reject) => {
    // An address that is written out is not looked up.
    const written = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(written) !== 0 && !isSafeTarget(written)) {
      reject(new UnsafeTarget());
      return;
    }
    const call = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (answer) => {
      answer.destroy();
      resolve(answer);
    });
    call.on('timeout', () => call.destroy(new Error('no answer in time')));
    call.on('error', reject);
    call.end();
  });
}

/** The address that is checked is the one that is connected to: between two look-ups a name could change. */
const safeLookup: LookupFunction = (name, options, done) => {
  dnsLookup(name, { ...options, all: true }, (error, addresses) => {
    if (error) done(error, []);
    else if (addresses.some(({ address }) => !isSafeTarget(address))) done(new UnsafeTarget(), []);
    else if (options.all === true) done(null, addresses);
    else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
  });
};

const shown = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    SHOWN.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value.split('?')[0] ?? '']] : [];
    }),
  );

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
