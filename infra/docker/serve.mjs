// @ts-check
// Runs one service in a container: `serve.mjs importer`. The addresses of the stores are put together here, from the
// passwords in the data folder, so that none stands in compose.yaml or is shown by `docker inspect`.
import { DataFolder, dataPathOf } from '../local/lib/data-folder.mjs';
import { readEnvFile } from '../local/lib/env-file.mjs';
import { Refusal, runProgram } from '../local/lib/refusal.mjs';

const SERVICES = ['api', 'webhook', 'importer', 'exporter', 'migrator'];

await runProgram(async () => {
  const name = process.argv[2] ?? '';
  if (!SERVICES.includes(name)) throw new Refusal(`There is no service "${name}".`);
  const { envFile } = new DataFolder(dataPathOf(process.env));
  const { WS_POSTGRES_PASSWORD, WS_REDIS_PASSWORD } = readEnvFile(envFile);
  if (!WS_POSTGRES_PASSWORD || !WS_REDIS_PASSWORD) {
    throw new Refusal(`${envFile} holds no passwords; the setup service writes them.`);
  }
  // An empty text is what compose passes on for a variable that is not set.
  process.env.WS_DATABASE_URL ||= `postgres://watchstate:${WS_POSTGRES_PASSWORD}@postgres:5432/watchstate`;
  process.env.WS_CACHE_URL ||= `redis://:${WS_REDIS_PASSWORD}@redis:6379`;
  await import(`../../dist/services/${name}/src/main.js`);
});
