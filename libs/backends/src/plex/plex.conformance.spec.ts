import { FakePlex, FakePlexTv } from '#libs/testing';
import { behavesLikeAMediaServer } from '../testing/media-server-suite.js';
import { plex } from './index.js';

/** A server together with the cloud that knows its people. */
class PlexWithCloud extends FakePlex {
  readonly cloud = new FakePlexTv({ servers: [this] });

  override async start(port?: number): Promise<void> {
    await Promise.all([super.start(port), this.cloud.start()]);
  }

  override async stop(): Promise<void> {
    await Promise.all([super.stop(), this.cloud.stop()]);
  }
}

behavesLikeAMediaServer('Plex', {
  backend: plex,
  server: () => new PlexWithCloud(),
  keepsDates: false,
  adminActsFor: 'own-user',
  options: ({ cloud }) => ({ plexTvUrl: cloud.url }),
});
