import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version in the root package.json, found upwards from here: sources and the build are at different depths. */
export const appVersion: string = findVersion(import.meta.dirname);

function findVersion(folder: string): string {
  const version = versionIn(join(folder, 'package.json'));
  if (version) return version;
  const parent = dirname(folder);
  return parent === folder ? '0.0.0' : findVersion(parent);
}

function versionIn(file: string): string | null {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof found !== 'object' || found === null || !('name' in found) || !('version' in found))
      return null;
    return found.name === 'watchstate' && typeof found.version === 'string' ? found.version : null;
  } catch {
    return null;
  }
}
