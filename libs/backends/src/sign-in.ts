import type { RemoteUser } from './shapes.js';

/** A server at which somebody signs in. */
export interface SignInPlace {
  readonly url: string;
  /** The server that is expected; null before the first contact. */
  readonly uuid: string | null;
  /** Constant per backend: a second sign-in with the same id replaces the first token of that user. */
  readonly deviceId: string;
  readonly version: string;
}

/** Used once and kept nowhere. */
export interface Password {
  readonly username: string;
  readonly password: string;
}

/** A sign-in that the person confirms on the server. */
export interface QuickCode {
  /** What the person enters there. */
  readonly code: string;
  /** What it is asked for by; whoever has it gets the token. */
  readonly secret: string;
}

/** What a sign-in leads to: a token that acts for this user only. */
export interface SignedIn {
  readonly token: string;
  readonly user: RemoteUser;
  /** The server's unique id. */
  readonly uuid: string;
}
