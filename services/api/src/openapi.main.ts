import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openapiText } from './openapi.js';

// Run in the root of the checkout.
writeFileSync(join('services', 'api', 'openapi.json'), await openapiText());
