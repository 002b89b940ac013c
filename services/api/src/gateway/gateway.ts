import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiConfig } from '../api.config.js';
import { ApiDescription } from '../http/api-description.js';
import { COMMAND_PATH, keepCommandBody } from '../console/signature.js';
import { API } from '../http/prefix.js';
import { stampRequests } from './request-stamp.js';
import { secureAnswers } from './security-headers.js';
import { serveUi } from './ui-files.js';
import { handOnWebhooks } from './webhook-proxy.js';

/** Everything that stands before the controllers, in this order; called before the application starts. */
export function openGateway(app: NestExpressApplication): void {
  const config = app.get(ApiConfig);
  app.disable('x-powered-by');
  app.set('etag', false);
  // Exactly one proxy: what stands further left in the header, anybody can write.
  app.set('trust proxy', config.WS_TRUST_PROXY ? 1 : false);
  app.use(stampRequests, secureAnswers, handOnWebhooks(config));
  if (config.WS_UI_PATH !== '') app.use(serveUi(config.WS_UI_PATH));
  app.use(COMMAND_PATH, keepCommandBody);
  app.setGlobalPrefix(API);
  app.get(ApiDescription).describe(app);
}
