import type { Backend, BackendChange } from '../../core/api/schema.gen.js';

/** What a person may change in a saved backend. An empty token means: keep the stored one. */
export interface BackendSettings {
  readonly url: string;
  readonly token: string;
  readonly user: string;
  readonly isImported: boolean;
  readonly isMetadataOnly: boolean;
  readonly isExported: boolean;
  readonly mayNotUnmark: boolean;
}

export const settingsOf = (backend: Backend): BackendSettings => ({
  url: backend.url,
  token: '',
  user: backend.user,
  isImported: backend.import.enabled,
  isMetadataOnly: backend.options['IMPORT_METADATA_ONLY'] === true,
  isExported: backend.export.enabled,
  mayNotUnmark: backend.options['DISABLE_MARK_UNPLAYED'] === true,
});

const KEYS: Readonly<Record<keyof BackendSettings, BackendChange['key']>> = {
  url: 'url',
  token: 'token',
  user: 'user',
  isImported: 'import.enabled',
  isMetadataOnly: 'options.IMPORT_METADATA_ONLY',
  isExported: 'export.enabled',
  mayNotUnmark: 'options.DISABLE_MARK_UNPLAYED',
};

/** Only what differs is sent: an address that did not change is not proved again on the server. */
export function changesBetween(before: BackendSettings, after: BackendSettings): readonly BackendChange[] {
  const names: readonly (keyof BackendSettings)[] = [
    'url',
    'token',
    'user',
    'isImported',
    'isMetadataOnly',
    'isExported',
    'mayNotUnmark',
  ];
  const wanted = { ...after, isMetadataOnly: after.isMetadataOnly && !isTurnedOn(before, after) };
  return names
    .filter((name) => before[name] !== wanted[name])
    .map((name) => ({ key: KEYS[name], value: trimmed(wanted[name]) }));
}

/** Who turns the import on wants play states read: that only metadata was read is over with it. */
const isTurnedOn = (before: BackendSettings, after: BackendSettings): boolean =>
  after.isImported && !before.isImported;

const trimmed = (value: string | boolean): string | boolean =>
  typeof value === 'string' ? value.trim() : value;
