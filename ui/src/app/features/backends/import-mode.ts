import type { Backend } from '../../core/api/schema.gen.js';

export type ImportMode = 'full' | 'metadata' | 'off';

/** "Import off" alone hides whether metadata is still read, so the three cases have names. */
export function importMode({ import: direction, options }: Pick<Backend, 'import' | 'options'>): ImportMode {
  if (options['IMPORT_METADATA_ONLY'] === true) return 'metadata';
  return direction.enabled ? 'full' : 'off';
}

export const IMPORT_MODE_TEXT: Readonly<Record<ImportMode, string>> = {
  full: $localize`Reads play states`,
  metadata: $localize`Reads metadata only`,
  off: $localize`Reads nothing`,
};
