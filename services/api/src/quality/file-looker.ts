import { access } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import type { AuditedCopy } from '#libs/core';

/** Looked at once at a time; a network share answers many questions at once no faster. */
const AT_ONCE = 16;

/**
 * Looks whether the files of copies exist on this machine. A file counts as missing only beside others: where not even
 * the folder above its own is there, its disk is not mounted here, and nothing can be said.
 */
export class FileLooker {
  private readonly folders = new Map<string, Promise<boolean>>();

  async look<Copy extends AuditedCopy>(copies: readonly Copy[]): Promise<Copy[]> {
    const looked: Copy[] = [];
    for (let at = 0; at < copies.length; at += AT_ONCE)
      looked.push(...(await Promise.all(copies.slice(at, at + AT_ONCE).map((copy) => this.lookAt(copy)))));
    return looked;
  }

  private async lookAt<Copy extends AuditedCopy>(copy: Copy): Promise<Copy> {
    const { path } = copy;
    if (path === null || !isAbsolute(path)) return copy;
    const isFileMissing = !(await isThere(path)) && (await this.isMounted(dirname(dirname(path))));
    return { ...copy, isFileMissing };
  }

  /** Asked once for an audit: a season has one folder. */
  private isMounted(folder: string): Promise<boolean> {
    const known = this.folders.get(folder) ?? (folder === '/' ? Promise.resolve(false) : isThere(folder));
    this.folders.set(folder, known);
    return known;
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
