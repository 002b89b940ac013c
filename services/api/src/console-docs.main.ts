import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { consoleDocument } from './console/console-document.js';

// Run in the root of the checkout; prettier gives it its final form.
writeFileSync(join('docs', 'console.md'), consoleDocument());
