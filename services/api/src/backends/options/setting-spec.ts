import { BACKEND_TYPES } from '#libs/core';
import { OPTIONS, type OptionSpec } from './option-catalogue.js';
import type { SettingSpecDto } from './options.dto.js';

const fixed = (key: string, description: string, choices?: readonly string[]): SettingSpecDto => ({
  key,
  type: 'string',
  description,
  changeable: false,
  ...(choices ? { choices } : {}),
});
const text = (key: string, description: string): SettingSpecDto => ({
  key,
  type: 'string',
  description,
  changeable: true,
});
const flag = (key: string, description: string): SettingSpecDto => ({
  key,
  type: 'bool',
  description,
  changeable: true,
});

/** Every field of a backend with its type and meaning: what a form can show (rest-api.md 3). */
export const settingSpecs = (): SettingSpecDto[] => [
  fixed('name', 'How the backend is called: small letters, digits and _.'),
  fixed('type', 'The kind of media server.', BACKEND_TYPES),
  text('url', 'The address of the media server, with its sub path if it has one.'),
  text('token', 'An API key, a token, or for Jellyfin and Emby a name and a password as name:password.'),
  text('user', "The user's id on the server."),
  fixed('uuid', "The server's unique id; found out by itself."),
  flag('import.enabled', 'Import data from this backend?'),
  flag('export.enabled', 'Export data to this backend?'),
  ...OPTIONS.map(toSpec),
];

const toSpec = ({ key, type, description, range, isKept }: OptionSpec): SettingSpecDto => ({
  key,
  type,
  description,
  changeable: isKept !== true,
  ...range,
});
