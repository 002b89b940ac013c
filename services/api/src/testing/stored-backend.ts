import type { FakeMediaServer } from '#libs/testing';
import { type ApiStage } from './api-stage.js';

export interface WantedBackend {
  readonly name: string;
  readonly import?: boolean;
  readonly export?: boolean;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** The body that adds the first user of a fake server as a backend. */
export function newBackend(server: FakeMediaServer, wanted: WantedBackend): Record<string, unknown> {
  return {
    name: wanted.name,
    type: server.type,
    url: server.url,
    token: server.users[0]?.token,
    import: { enabled: wanted.import ?? true },
    export: { enabled: wanted.export ?? true },
    ...(wanted.options ? { options: wanted.options } : {}),
  };
}

export async function addBackend(
  stage: ApiStage,
  server: FakeMediaServer,
  wanted: WantedBackend,
): Promise<void> {
  await stage.call('post', 'backends').send(newBackend(server, wanted)).expect(201);
}
