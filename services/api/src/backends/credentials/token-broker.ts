import { Injectable } from '@nestjs/common';
import { backendOf, type Password, type QuickCode, type SignedIn } from '#libs/backends';
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
  signIn(place: Place, who: Password): Promise<SignedIn> {
    const backend = backendOf(place.type);
    if (!backend.signIn) throw noSuchWay(`There is no sign-in by password for ${place.type}.`);
    return backend.signIn(placeOf(place), who, this.caller.manners(place.options));
  }

  /** An API key by an administrator's sign-in. */
  makeKey(place: Place, who: Password): Promise<SignedIn> {
    const backend = backendOf(place.type);
    if (!backend.makeKey) throw noSuchWay(`There are no API keys on ${place.type}.`);
    return backend.makeKey(placeOf(place), who, this.caller.manners(place.options));
  }

  /** A code that the person enters on the server instead of a password here. */
  beginQuickConnect(place: Place): Promise<QuickCode> {
    return quickConnectOf(place).begin(placeOf(place), this.caller.manners(place.options));
  }

  /** Null until the person has confirmed. */
  finishQuickConnect(place: Place, secret: string): Promise<SignedIn | null> {
    return quickConnectOf(place).finish(placeOf(place), secret, this.caller.manners(place.options));
  }
}

const placeOf = ({ identityName, name, url, uuid }: Place) => ({
  url,
  uuid,
  deviceId: deviceIdOf(identityName, name),
  version: appVersion,
});

const noSuchWay = (message: string) => invalid([{ field: 'type', message }]);

function quickConnectOf({ type }: Place) {
  return backendOf(type).quickConnect ?? refuse(`There is no Quick Connect for ${type}.`);
}

function refuse(message: string): never {
  throw noSuchWay(message);
}
