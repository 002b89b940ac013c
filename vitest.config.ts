import { defineConfig } from 'vitest/config';
import { defaultServerConditions } from 'vite';

const conditions = ['source', ...defaultServerConditions];
/** No test asks the real plex.tv, whatever it forgets to set. */
const env = { WS_PLEX_TV_URL: 'http://127.0.0.1:9' };
const shared = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions } } };

/** Unit tests need nothing; `int` tests share one throw-away Postgres and Redis; e2e drives the built system. */
export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          env,
          // Generated histories take a while on a machine that has other work.
          testTimeout: 30_000,
          include: ['{libs,services}/*/src/**/*.spec.ts', 'infra/**/*.spec.ts'],
          exclude: ['**/*.int.spec.ts', '**/node_modules/**'],
        },
      },
      {
        ...shared,
        test: {
          name: 'int',
          env,
          include: ['{libs,services}/*/src/**/*.int.spec.ts'],
          globalSetup: ['libs/testing/src/stores/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          env,
          include: ['e2e/**/*.e2e.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
