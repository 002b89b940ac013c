import { runService } from '#libs/runtime';
import { apiFace, ApiModule } from './api.module.js';

await runService('api', ApiModule, { http: apiFace });
