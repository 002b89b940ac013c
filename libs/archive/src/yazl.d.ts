/** The part of yazl that we use; the package brings no types. */
declare module 'yazl' {
  import type { Readable } from 'node:stream';

  export class ZipFile {
    readonly outputStream: Readable;
    addReadStream(
      source: Readable,
      name: string,
      options?: { readonly mtime?: Date; readonly mode?: number },
    ): void;
    end(): void;
    on(event: 'error', listener: (error: Error) => void): this;
  }
}
