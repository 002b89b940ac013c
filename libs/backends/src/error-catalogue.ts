interface ErrorKind {
  /** What it means, for a person who does not see the case at hand. */
  readonly sentence: string;
  /** What that person can do. */
  readonly hint: string;
  /** For the job: whether the same call may succeed by itself later. A server may name the time (`Retry-After`). */
  readonly retry: 'soon' | 'never';
}

/** The closed set of what can go wrong between us and a media server. A thrown error may say it more exactly. */
export const BACKEND_ERRORS = {
  unreachable: {
    sentence: 'The server cannot be reached.',
    hint: 'Check host name and port, and that the server runs and is reachable from here.',
    retry: 'soon',
  },
  tls: {
    sentence: "The server's certificate is not valid for this address.",
    hint: 'Use the host name that the certificate is made for, http inside your own network, or switch the check off for this backend.',
    retry: 'never',
  },
  timeout: {
    sentence: 'The server did not answer in time.',
    hint: 'Check that the server is not overloaded or asleep.',
    retry: 'soon',
  },
  'token-rejected': {
    sentence: 'The server does not accept the token.',
    hint: 'Make a new token on the media server, or sign in again, and enter it here.',
    retry: 'never',
  },
  forbidden: {
    sentence: 'The server refuses this to the owner of the token.',
    hint: 'Use a token of a user who may do this, or give that user the right on the media server.',
    retry: 'never',
  },
  'not-found': {
    sentence: 'The server does not have what was asked for.',
    hint: 'Check the address, with its sub path if the server has one.',
    retry: 'never',
  },
  'rate-limited': {
    sentence: 'The server asks for fewer requests.',
    hint: 'Nothing to do; it goes on when the server allows it.',
    retry: 'soon',
  },
  'server-error': {
    sentence: 'The server failed on its own.',
    hint: 'Look at the log of the media server; it is tried again later.',
    retry: 'soon',
  },
  'not-an-api': {
    sentence: 'Something else than the media server answers at this address.',
    hint: 'Use the address of the media server itself; a login page or proxy may be in between.',
    retry: 'soon',
  },
  'wrong-server': {
    sentence: 'Another server than the one that was set up answers at this address.',
    hint: 'Enter the address of the server that this backend was made for, or add a new backend.',
    retry: 'never',
  },
  'wrong-user': {
    sentence: 'The token belongs to, or may act for, another person only.',
    hint: 'Choose the user of the token, or use a token of that user.',
    retry: 'never',
  },
  'unsupported-version': {
    sentence: 'This server, in this version, cannot do that.',
    hint: 'Update the media server.',
    retry: 'never',
  },
  'bad-answer': {
    sentence: 'The server sent an answer that cannot be understood.',
    hint: 'Try again; if it stays, look at the log of the media server and of any proxy in between.',
    retry: 'soon',
  },
} as const satisfies Record<string, ErrorKind>;

export type BackendErrorCode = keyof typeof BACKEND_ERRORS;
