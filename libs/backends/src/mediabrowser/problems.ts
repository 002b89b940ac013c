import { BackendError } from '../backend-error.js';
import type { Dialect } from './dialect.js';
import type { MediaBrowserType } from './server-mapper.js';

const LABELS: Readonly<Record<MediaBrowserType, string>> = { jellyfin: 'Jellyfin', emby: 'Emby' };

export const notAnApi = ({ label }: Dialect): BackendError =>
  new BackendError('not-an-api', `No ${label} server answers at this address.`, {
    field: 'url',
    hint: 'Enter the address of the media server itself, with its sub path if it has one.',
  });

export const wrongType = ({ label }: Dialect, found: MediaBrowserType): BackendError =>
  new BackendError('wrong-server', `The server at this address is ${LABELS[found]}, not ${label}.`, {
    field: 'type',
    hint: `Choose ${LABELS[found]} as the type of the backend, or enter the address of a ${label} server.`,
  });

export const anotherServer = ({ label }: Dialect): BackendError =>
  new BackendError('wrong-server', `Another ${label} server than before answers at this address.`, {
    field: 'uuid',
    hint: 'Enter the address of the server that this backend was made for, or add a new backend.',
  });

export const tooOld = ({ label, minimumVersion }: Dialect, version: string): BackendError =>
  new BackendError('unsupported-version', `${label} ${version} is older than ${minimumVersion}.`, {
    field: 'url',
    hint: `Update the server to ${label} ${minimumVersion} or newer.`,
  });

export const noPositions = ({ label }: Dialect, version: string): BackendError =>
  new BackendError('unsupported-version', `${label} ${version} cannot store a resume position.`, {
    hint: `Update the server; ${label} 10.9 and newer can.`,
  });

export const noUser = ({ label }: Dialect): BackendError =>
  new BackendError('wrong-user', `This ${label} API key belongs to no user.`, {
    field: 'user',
    hint: 'Choose the user whose play states are meant.',
  });

export const unknownUser = ({ label }: Dialect): BackendError =>
  new BackendError('wrong-user', `The ${label} server does not show this user to the owner of the token.`, {
    field: 'user',
    hint: 'Choose a user who exists on the server, or use an API key.',
  });

export const foreignToken = ({ label }: Dialect): BackendError =>
  new BackendError('wrong-user', `The ${label} token belongs to another user.`, {
    field: 'user',
    hint: 'Choose the user of the token, or use a token of that user or an API key.',
  });

export const unexpected = ({ label }: Dialect, what: string): BackendError =>
  new BackendError('bad-answer', `The ${label} server sent ${what} that cannot be understood.`, {
    hint: 'Try again; if it stays, look at the log of the media server and of any proxy in between.',
  });

export const notTaken = ({ label }: Dialect): BackendError =>
  new BackendError('bad-answer', `The ${label} server accepted a change but did not make it.`, {
    hint: 'Look at the log of the media server.',
  });

export const noPlaylist = ({ label }: Dialect): BackendError =>
  new BackendError('bad-answer', `The ${label} server keeps something else than a playlist under that id.`, {
    hint: 'Nothing was removed; the next sync reads the playlists again.',
  });

export const gone = ({ label }: Dialect): BackendError =>
  new BackendError('not-found', `The ${label} server no longer shows this item to the user.`, {
    hint: 'Nothing to do; the next import notices.',
  });
