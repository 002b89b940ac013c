import { describe } from 'vitest';
import type { FakeMediaServer } from '#libs/testing';
import { promisesOfFailing } from './promises-of-failing.js';
import { promisesOfPlaylists } from './promises-of-playlists.js';
import { promisesOfReading } from './promises-of-reading.js';
import { promisesOfValidating } from './promises-of-validating.js';
import { promisesOfWriting } from './promises-of-writing.js';
import { sceneOf, type Stage } from './stage.js';

export type { Stage } from './stage.js';

/**
 * What every backend promises, played against a fake of its server. A spec needs no more than:
 * `behavesLikeAMediaServer('Plex', { backend: plex, server: () => new FakePlex(), … })`.
 */
export function behavesLikeAMediaServer<Server extends FakeMediaServer>(
  name: string,
  stage: Stage<Server>,
): void {
  describe(`${name} as a media server`, () => {
    const scene = sceneOf(stage);
    promisesOfValidating(stage, scene);
    promisesOfReading(scene);
    promisesOfWriting(stage, scene);
    promisesOfPlaylists(scene);
    promisesOfFailing(scene);
  });
}
