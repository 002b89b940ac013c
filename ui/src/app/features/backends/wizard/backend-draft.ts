import type { Job } from '../../../core/runs/job-chain.js';
import type { BackendType, NewBackend } from '../../../core/api/schema.gen.js';

/** What a person has typed so far into the form for a new backend. */
export interface BackendDraft {
  readonly type: BackendType;
  readonly url: string;
  readonly token: string;
  readonly user: string;
  /** Of a protected member of a Plex home. */
  readonly pin: string;
  readonly name: string;
  readonly isImported: boolean;
  readonly isMetadataOnly: boolean;
  readonly isExported: boolean;
  readonly isBackedUp: boolean;
  readonly isImportedOnce: boolean;
  readonly isExportedOnce: boolean;
}

/** A name nobody has yet: the type itself, then the type with a number. */
export function freeName(type: BackendType, taken: readonly string[]): string {
  if (!taken.includes(type)) return type;
  const number = taken.length + 2;
  return (
    Array.from({ length: number }, (_, index) => `${type}_${index + 2}`).find(
      (name) => !taken.includes(name),
    ) ?? ''
  );
}

/** The defaults of spec ui.md 5: the first backend is read, and never overwritten by surprise. */
export function emptyDraft(taken: readonly string[]): BackendDraft {
  const isFirst = taken.length === 0;
  return {
    type: 'plex',
    url: '',
    token: '',
    user: '',
    pin: '',
    name: freeName('plex', taken),
    isImported: true,
    isMetadataOnly: true,
    isExported: !isFirst,
    isBackedUp: true,
    isImportedOnce: isFirst,
    isExportedOnce: false,
  };
}

export function toBackend(draft: BackendDraft): NewBackend {
  const isMetadataOnly = !draft.isImported && draft.isMetadataOnly;
  const options = {
    ...(isMetadataOnly ? { IMPORT_METADATA_ONLY: true } : {}),
    ...(draft.type === 'plex' && draft.pin ? { PLEX_USER_PIN: draft.pin.trim() } : {}),
  };
  return {
    name: draft.name,
    type: draft.type,
    url: draft.url.trim(),
    token: draft.token.trim(),
    ...(draft.user ? { user: draft.user } : {}),
    import: { enabled: draft.isImported },
    export: { enabled: draft.isExported },
    ...(Object.keys(options).length > 0 ? { options } : {}),
  };
}

/** A name out of what the server calls itself, if nobody has it; else one out of the type. */
export function proposeName(serverName: string, type: BackendType, taken: readonly string[]): string {
  const name = serverName
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, 30);
  return name && !taken.includes(name) ? name : freeName(type, taken);
}

/** The one-time jobs that were asked for, in the order in which they must happen: the way back comes first. */
export function jobsOf(draft: BackendDraft): readonly Job[] {
  const { name, isBackedUp, isImportedOnce, isExportedOnce } = draft;
  const wanted: readonly (readonly [boolean, Job])[] = [
    [isBackedUp, { kind: 'backup', backend: name }],
    [isImportedOnce, { kind: 'import', backend: name }],
    [isExportedOnce, { kind: 'export', backend: name }],
  ];
  return wanted.filter(([isWanted]) => isWanted).map(([, job]) => job);
}
