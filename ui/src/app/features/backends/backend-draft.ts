import type { BackendType, NewBackend } from '../../core/api/schema.gen.js';
import type { Sync } from '../../core/runs/run-starter.js';

/** What a person has typed so far into the form for a new backend. */
export interface BackendDraft {
  readonly type: BackendType;
  readonly url: string;
  readonly token: string;
  readonly user: string;
  readonly name: string;
  readonly isImported: boolean;
  readonly isMetadataOnly: boolean;
  readonly isExported: boolean;
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
    name: freeName('plex', taken),
    isImported: true,
    isMetadataOnly: true,
    isExported: !isFirst,
    isImportedOnce: isFirst,
    isExportedOnce: false,
  };
}

export function toBackend(draft: BackendDraft): NewBackend {
  const isMetadataOnly = !draft.isImported && draft.isMetadataOnly;
  return {
    name: draft.name,
    type: draft.type,
    url: draft.url.trim(),
    token: draft.token.trim(),
    ...(draft.user ? { user: draft.user } : {}),
    import: { enabled: draft.isImported },
    export: { enabled: draft.isExported },
    ...(isMetadataOnly ? { options: { IMPORT_METADATA_ONLY: true } } : {}),
  };
}

/** The runs that were asked for beside the saving, in the order in which they must happen. */
export function syncsOf({ name, isImportedOnce, isExportedOnce }: BackendDraft): readonly Sync[] {
  const wanted = { import: isImportedOnce, export: isExportedOnce };
  return (['import', 'export'] as const)
    .filter((kind) => wanted[kind])
    .map((kind) => ({ backend: name, kind, options: { force: true } }));
}
