import type { Type } from '@nestjs/common';
import type { ConsoleCommand } from '../console-command.js';
import { type AnyRow, backendTable } from './backend-table.js';

const backend = (name: string): string => `backend/${encodeURIComponent(name)}`;
const inspected = (name: string, id: string | undefined, what: string): string =>
  `${backend(name)}/${what}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;

const TITLE = { id: 'id', type: 'type', library: 'library', title: 'title', year: 'year' };

/** What can be looked at on a media server (cli.md 3): a route each, and the columns of its answer. */
export const BACKEND_COMMANDS: readonly Type<ConsoleCommand>[] = [
  backendTable({
    name: 'backend:info',
    summary: "Show what a backend's server says of itself",
    path: ({ backend: name }) => `${backend(name)}/info`,
    rows: (answer) =>
      Object.entries(answer as AnyRow)
        .filter(([key]) => key !== 'raw')
        .map(([key, value]) => ({ what: key, value: plain(value) })),
    columns: { what: 'What', value: 'Value' },
  }),
  backendTable({
    name: 'backend:version',
    summary: "Show the version of a backend's server",
    path: ({ backend: name }) => `${backend(name)}/version`,
    rows: (answer) => [answer as AnyRow],
    columns: { version: 'Version' },
  }),
  backendTable({
    name: 'backend:users:list',
    summary: "List the users of a backend's server",
    path: ({ backend: name }) => `${backend(name)}/users`,
    columns: { id: 'ID', name: 'Name', admin: 'Admin' },
  }),
  backendTable({
    name: 'backend:users:sessions',
    summary: "List what is played on a backend's server now",
    path: ({ backend: name }) => `${backend(name)}/sessions`,
    columns: {
      user_name: 'User',
      item_title: 'Title',
      item_type: 'Type',
      session_state: 'State',
      item_offset_at: 'Position',
    },
  }),
  backendTable({
    name: 'backend:library:list',
    summary: 'List the libraries of a backend',
    path: ({ backend: name }) => `${backend(name)}/library`,
    columns: { id: 'ID', title: 'Title', type: 'Type', ignored: 'Ignored', supported: 'Supported' },
  }),
  backendTable({
    name: 'backend:library:unmatched',
    summary: 'List items that no external id is known of',
    options: ['id', 'timeout'],
    path: ({ backend: name, id }) => inspected(name, id, 'unmatched'),
    columns: TITLE,
    nothing: 'No unmatched item was found.',
  }),
  backendTable({
    name: 'backend:library:mismatch',
    summary: 'List items whose title and path have little in common',
    options: ['id', 'timeout', 'percentage', 'method'],
    path: ({ backend: name, id }) => inspected(name, id, 'mismatched'),
    columns: { ...TITLE, percent: 'percent' },
    nothing: 'No mismatched item was found.',
  }),
  backendTable({
    name: 'backend:search:query',
    summary: "Search a backend's server by words",
    args: [{ name: 'text', about: 'What to look for', isRest: true }],
    options: ['limit'],
    path: ({ backend: name }) => `${backend(name)}/search`,
    query: (args) => ({ q: args.join(' ') }),
    columns: {
      remote_id: 'ID',
      type: 'Type',
      title: 'Title',
      year: 'Year',
      season: 'Season',
      episode: 'Episode',
      watched: 'Watched',
    },
    nothing: 'Nothing was found.',
  }),
  backendTable({
    name: 'backend:search:id',
    summary: 'Show one item of a backend, by the id that it has there',
    args: [{ name: 'id', about: "The item's id on the server" }],
    path: ({ backend: name, args }) => inspected(name, args[0], 'search'),
    columns: {
      remote_id: 'ID',
      type: 'Type',
      title: 'Title',
      year: 'Year',
      watched: 'Watched',
      path: 'Path',
    },
    nothing: 'Nothing was found.',
  }),
  backendTable({
    name: 'backend:plex:users',
    summary: 'List the people of a Plex home and its friends',
    path: ({ backend: name }) => `${backend(name)}/users`,
    columns: { id: 'ID', uuid: 'UUID', name: 'Name', admin: 'Admin', protected: 'PIN', guest: 'Guest' },
  }),
  backendTable({
    name: 'plex:discover',
    summary: 'List the servers that the account of a Plex backend sees',
    path: ({ backend: name }) => `${backend(name)}/discover`,
    columns: { name: 'Name', identifier: 'Identifier', uri: 'Address' },
  }),
];

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
