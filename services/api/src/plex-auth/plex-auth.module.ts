import { PlexCloud } from '#libs/backends';
import { DirectoryConfig, installationIdOf, plexTvPace } from '#libs/directory';
import { appVersion, Metrics, SecretsConfig } from '#libs/runtime';
import { PlexAuthController } from './plex-auth.controller.js';
import { PlexBackendController } from './plex-backend.controller.js';
import { ServerScout } from './server-scout.js';
import { SignInClerk } from './sign-in-clerk.js';
import { TokenInspector } from './token-inspector.js';
import { TokenIssuer } from './token-issuer.js';
import { UserTokens } from './user-tokens.js';

/** A person waits for the answer. */
const PATIENCE = { timeoutMs: 15_000, retries: 1 };

const cloud = {
  provide: PlexCloud,
  inject: [DirectoryConfig, SecretsConfig, Metrics],
  useFactory: (config: DirectoryConfig, secrets: SecretsConfig, metrics: Metrics) =>
    new PlexCloud({
      ...PATIENCE,
      url: config.WS_PLEX_TV_URL,
      deviceId: installationIdOf(secrets.WS_SECRET_KEY),
      version: appVersion,
      pace: plexTvPace(),
      onRequest: ({ type, operation, outcome }) =>
        metrics.backendRequests.inc({ kind: type, operation, outcome }),
    }),
};

/** Before the other backend routes, whose `:type` would take `plex` for one. */
export const plexAuth = {
  controllers: [PlexAuthController, PlexBackendController],
  providers: [cloud, SignInClerk, ServerScout, TokenInspector, TokenIssuer, UserTokens],
};
