import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { DatabaseModule } from '#libs/database';
import { QueueModule } from '#libs/queue';
import { type HttpFace, LiveConfig } from '#libs/runtime';
import { DeliveryDump } from './deliveries/delivery-dump.js';
import { DeliveryInbox } from './deliveries/delivery-inbox.js';
import { KeyCheck } from './deliveries/key-check.js';
import { RefusalFilter } from './deliveries/refusal.filter.js';
import { WebhookController } from './deliveries/webhook.controller.js';
import { WEBHOOK_SETTINGS, WebhookConfig } from './webhook.config.js';

@Module({
  // A delivery counts once it is in Postgres, so this service works on while Redis is away.
  imports: [DatabaseModule, QueueModule.forRoot({ essential: false })],
  controllers: [WebhookController],
  providers: [
    { provide: WEBHOOK_SETTINGS, useFactory: () => new LiveConfig(WebhookConfig) },
    { provide: APP_FILTER, useClass: RefusalFilter },
    DeliveryDump,
    DeliveryInbox,
    KeyCheck,
  ],
})
export class WebhookModule {}

export const webhookFace: HttpFace = {
  port: (app) => app.get<LiveConfig<WebhookConfig>>(WEBHOOK_SETTINGS).value.WS_WEBHOOK_PORT,
  bodyParser: false,
};
