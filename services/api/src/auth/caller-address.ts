import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { ApiConfig } from '../api.config.js';
import { addressIn, holds, networksIn } from './networks.js';

const STANDARD = 'x-forwarded-for';
const FORWARDING = [STANDARD, 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'via'];
const DEFAULT_NET = new ApiConfig().WS_TRUST_PROXY_NET;

/**
 * Whose address counts. A header counts only from a proxy that is trusted, in a network that is named; everybody else
 * could write anything into it. By default one proxy: of the private networks that are trusted by default, a neighbour
 * could otherwise pretend to be a second one. Who names the networks may have several in a row.
 */
@Injectable()
export class CallerAddress {
  constructor(private readonly config: ApiConfig) {}

  /** For Express's `trust proxy`, which also believes the protocol that such a proxy tells. */
  trusts(address: string, hop: number): boolean {
    const { WS_TRUST_PROXY, WS_TRUST_PROXY_NET } = this.config;
    if (!WS_TRUST_PROXY || (hop > 0 && WS_TRUST_PROXY_NET === DEFAULT_NET)) return false;
    return holds(networksIn(WS_TRUST_PROXY_NET), address);
  }

  of(request: Request): string {
    const header = this.config.WS_TRUST_HEADER.toLowerCase();
    if (header === STANDARD) return request.ip ?? '';
    const told = request.get(header)?.split(',').at(-1) ?? '';
    return (this.trusts(peerOf(request), 0) && addressIn(told)?.toString()) || peerOf(request);
  }

  /**
   * Whether the caller is on a local network whose browsers need no password (`WS_TRUST_LOCAL`). Somebody whom a proxy
   * forwarded that is not trusted is a stranger: all of the internet would look local. So is who asks for a name that
   * anybody could have registered: a page of theirs could make a browser here ask (DNS rebinding).
   */
  isTrustedLocal(request: Request): boolean {
    const { WS_TRUST_LOCAL, WS_TRUST_LOCAL_NET, WS_BASE_URL } = this.config;
    if (!WS_TRUST_LOCAL) return false;
    const isForwarded = FORWARDING.some((name) => request.get(name) !== undefined);
    if (isForwarded && !this.trusts(peerOf(request), 0)) return false;
    return (
      isLocalName(request.get('host') ?? '', WS_BASE_URL) &&
      holds(networksIn(WS_TRUST_LOCAL_NET), this.of(request))
    );
  }
}

const peerOf = (request: Request): string => request.socket.remoteAddress ?? '';

function isLocalName(host: string, ownUrl: string | null): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  if (ownUrl !== null && new URL(ownUrl).hostname === hostname) return true;
  return (
    addressIn(hostname) !== null ||
    !hostname.includes('.') ||
    /\.(local|lan|internal|home\.arpa)$/.test(hostname)
  );
}
