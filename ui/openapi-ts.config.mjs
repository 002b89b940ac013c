// @ts-check
/**
 * The types of the API as the UI sees them, from the document that the api service writes:
 * `npx openapi-ts -f ui/openapi-ts.config.mjs`, in the root. Types only; the calls are in core/api/api.ts.
 */
const config = {
  input: './services/api/openapi.json',
  output: {
    path: './ui/src/app/core/api',
    clean: false,
    entryFile: false,
    fileName: { name: 'schema', suffix: '.gen' },
  },
  parser: { filters: { operations: { exclude: ['/.*/'] }, orphans: true } },
  plugins: [{ name: '@hey-api/typescript' }],
  logs: { file: false },
};

export default config;
