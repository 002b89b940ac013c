import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOMS = ['core', 'runtime', 'backends', 'queue', 'database', 'directory', 'testing'];
const PACKAGES = ['typeorm', 'pg', 'axios', 'bullmq', 'ioredis', '@nestjs/common'];

/** A small tree with the rooms of this repository: every front door is there, nothing is wrong in it. */
function soundTree(): Record<string, string> {
  const empty = 'export const here = true;\n';
  const files: Record<string, string> = {
    'package.json': JSON.stringify({
      type: 'module',
      imports: { '#libs/*': { source: './libs/*/src/index.ts' } },
      dependencies: Object.fromEntries(PACKAGES.map((name) => [name, '1.0.0'])),
    }),
    'tsconfig.json': JSON.stringify({
      compilerOptions: { module: 'nodenext', target: 'ES2024', customConditions: ['source'] },
    }),
    'services/api/src/main.ts': `import '#libs/core';\n${empty}`,
    'ui/src/main.ts': empty,
    'e2e/start.e2e.ts': `import '#libs/testing';\n`,
    'libs/core/src/inner.ts': empty,
    'libs/backends/src/plex/plex.ts': empty,
  };
  for (const room of ROOMS) files[`libs/${room}/src/index.ts`] = empty;
  for (const name of PACKAGES) {
    files[`node_modules/${name}/package.json`] = JSON.stringify({ name, version: '1.0.0', main: 'index.js' });
    files[`node_modules/${name}/index.js`] = 'export {};\n';
  }
  return files;
}

/** Writes the sound tree and, into it, one more file per entry of `planted` with the import given there. */
export function plantTree(planted: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'watchstate-fence-'));
  const violations = Object.entries(planted).map(
    ([file, target]) => [file, `import '${target}';\n`] as const,
  );
  for (const [file, text] of [...Object.entries(soundTree()), ...violations]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}
