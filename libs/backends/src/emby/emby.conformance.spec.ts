import { FakeEmby } from '#libs/testing';
import { behavesLikeAMediaServer } from '../testing/media-server-suite.js';
import { emby } from './index.js';

for (const version of ['4.8', '4.9']) {
  behavesLikeAMediaServer(`Emby ${version}`, {
    backend: emby,
    server: () => new FakeEmby({ version }),
    keepsDates: true,
    adminActsFor: 'any-user',
  });
}
