import { runService } from '#libs/runtime';
import { webhookFace, WebhookModule } from './webhook.module.js';

await runService('webhook', WebhookModule, { http: webhookFace });
