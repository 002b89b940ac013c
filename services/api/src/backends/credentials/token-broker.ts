import { Injectable } from '@nestjs/common';
import { backendOf, type SignedIn } from '#libs/backends';
import { deviceIdOf } from '#libs/directory';
import { appVersion } from '#libs/runtime';
import { invalid } from '../../http/api-problem.js';
import { type Candidate, refusing, ServerCaller } from '../server-caller.js';

type Place = Omit<Candidate, 'token' | 'user'>;

/** What is left of a credential once a password was turned into a token. */
export interface Exchanged {
  readonly token: string;
  /** Whether it acts for one user because it came from a sign-in. */
  readonly isLimited: boolean;
}

/** Turns names and passwords into tokens. A password is used once and kept nowhere (feature F089). */
@Injectable()
export class TokenBroker {
  constructor(private readonly caller: ServerCaller) {}

  /** A token stays what it is; `name:password` becomes a token where a server knows passwords. */
  async exchange(candidate: Candidate): Promise<Exchanged> {
    const { token, type } = candidate;
    const [, username, password] = /^([^:]+):(.*)$/s.exec(token) ?? [];
    if (!backendOf(type).signIn || username === undefined || password === undefined)
      return { token, isLimited: false };
    const signedIn = await refusing(() => this.signIn(candidate, { username, password }));
    return { token: signedIn.token, isLimited: true };
  }

  /** Throws `BackendError`, or a 400 where the server knows no passwords. */
  signIn(
    { type, identityName, name, url, uuid, options }: Place,
    who: { readonly username: string; readonly password: string },
  ): Promise<SignedIn> {
    const backend = backendOf(type);
    if (!backend.signIn)
      throw invalid([{ field: 'type', message: `There is no sign-in by password for ${type}.` }]);
    const place = { url, uuid, deviceId: deviceIdOf(identityName, name), version: appVersion };
    return backend.signIn(place, who, this.caller.manners(options));
  }
}
