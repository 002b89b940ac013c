import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiConfig } from '../api.config.js';
import { CallerAddress } from '../auth/caller-address.js';
import { ApiDescription } from '../http/api-description.js';
import { COMMAND_PATH, keepCommandBody } from '../console/signature.js';
import { LARGE_BODY_PATHS, readLargeBodies } from './large-bodies.js';
import { API } from '../http/prefix.js';
import { readYamlBodies } from './yaml-bodies.js';
import { answerOrigins } from './cross-origin.js';
import { AccessLog } from '../logs/access-log.js';
import { refuseZeros } from './zero-refusal.js';
import { stampRequests } from './request-stamp.js';
import { secureAnswers } from './security-headers.js';
import { serveUi } from './ui-files.js';
import { handOnWebhooks } from './webhook-proxy.js';

/** Everything that stands before the controllers, in this order; called before the application starts. */
export function openGateway(app: NestExpressApplication): void {
  const config = app.get(ApiConfig);
  app.disable('x-powered-by');
  app.set('etag', false);
  const callers = app.get(CallerAddress);
  app.set('trust proxy', (address: string, hop: number) => callers.trusts(address, hop));
  app.use(
    stampRequests,
    app.get(AccessLog).watch,
    secureAnswers(config),
    answerOrigins(config),
    handOnWebhooks(config),
  );
  app.use(refuseZeros);
  if (config.WS_UI_PATH !== '') app.use(serveUi(config.WS_UI_PATH));
  app.use(COMMAND_PATH, keepCommandBody);
  app.use(LARGE_BODY_PATHS, readLargeBodies);
  app.use(`/${API}/identities`, readYamlBodies);
  app.setGlobalPrefix(API);
  app.get(ApiDescription).describe(app);
}
