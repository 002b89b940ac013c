/** The part of busboy that we use; the package brings no types. */
declare module 'busboy' {
  import type { IncomingHttpHeaders } from 'node:http';
  import type { Readable, Writable } from 'node:stream';

  namespace busboy {
    interface Settings {
      readonly headers: IncomingHttpHeaders;
      readonly limits?: {
        readonly fieldSize?: number;
        readonly fields?: number;
        readonly files?: number;
        readonly parts?: number;
      };
    }

    interface Busboy extends Writable {
      on(event: 'field', listener: (name: string, value: string) => void): this;
      on(
        event: 'file',
        listener: (name: string, file: Readable, info: { readonly filename?: string }) => void,
      ): this;
      on(event: string, listener: (...values: unknown[]) => void): this;
    }
  }

  function busboy(settings: busboy.Settings): busboy.Busboy;
  export = busboy;
}
