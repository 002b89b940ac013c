import { type DynamicModule, type INestApplicationContext, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { RuntimeConfig } from '../config/runtime.config.js';
import { HealthChecks } from '../health/health-checks.js';
import { ManagementServer } from '../health/management-server.js';
import { Logger } from '../log/logger.js';
import { NestLog } from '../log/nest-log.js';
import { Metrics } from '../metrics/metrics.js';
import { appVersion } from '../version.js';
import { endInOrder } from './process-end.js';
import { RuntimeModule } from './runtime.module.js';
import { startUpFailure } from './start-up-failure.js';

/** A service that listens; workers have none. */
export interface HttpFace {
  port(app: NestExpressApplication): number;
  configure?(app: NestExpressApplication): void;
  /** False when the service reads its bodies itself. */
  readonly bodyParser?: boolean;
}

export interface ServiceOptions {
  readonly http?: HttpFace;
  /** A process that does this and ends, instead of staying. */
  readonly once?: (app: INestApplicationContext) => Promise<void>;
}

@Module({})
class ServiceModule {}

/** The whole life of a service process: settings, log, metrics, health, start, orderly end. */
export async function runService(name: string, module: Type, options: ServiceOptions = {}): Promise<void> {
  try {
    const root = { module: ServiceModule, imports: [RuntimeModule.forService(name), module] };
    if (options.once) await runOnce(root, options.once);
    else await runForLong(name, root, options.http);
  } catch (error) {
    process.stderr.write(`${name} could not start: ${startUpFailure(error)}\n`);
    process.exit(1);
  }
}

async function runOnce(
  root: DynamicModule,
  work: (app: INestApplicationContext) => Promise<void>,
): Promise<void> {
  const app = await NestFactory.createApplicationContext(root, NEST);
  try {
    await work(app);
  } finally {
    await app.close();
  }
  process.exit(0);
}

/** What starts a service once its management port answers; gives the public port, if there is one. */
type Opening = { readonly app: INestApplicationContext; readonly open: () => Promise<number | undefined> };

async function runForLong(name: string, root: DynamicModule, http?: HttpFace): Promise<void> {
  const { app, open } = http ? await prepareServer(root, http) : await prepareWorker(root);
  const [logger, health, config] = [app.get(Logger), app.get(HealthChecks), app.get(RuntimeConfig)];
  const management = new ManagementServer(app.get(Metrics).includeProcess(), health);
  endInOrder(logger, async () => {
    health.stopping();
    await app.close();
    await management.close();
  });
  const metricsPort = await management.listen(managementPort(name, config), config.WS_HOST);
  const port = await open();
  app.useLogger(new NestLog(logger));
  health.started();
  logger.info('service started', { version: appVersion, port, metricsPort });
}

/** Silent until the service has started: Nest would print a failed start, stack and all, before we can say it in one line. */
const NEST = { abortOnError: false, logger: false } as const;

async function prepareWorker(root: DynamicModule): Promise<Opening> {
  // Nest calls the bootstrap hooks here already; workers wait for HealthChecks.whenReady before they take a job.
  const app = await NestFactory.createApplicationContext(root, NEST);
  return { app, open: () => Promise.resolve(undefined) };
}

async function prepareServer(root: DynamicModule, http: HttpFace): Promise<Opening> {
  const { bodyParser = true } = http;
  const app = await NestFactory.create<NestExpressApplication>(root, { ...NEST, bodyParser });
  const open = async (): Promise<number> => {
    app.disable('x-powered-by');
    http.configure?.(app);
    const port = http.port(app);
    await app.listen(port, app.get(RuntimeConfig).WS_HOST);
    return port;
  };
  return { app, open };
}

function managementPort(service: string, config: RuntimeConfig): number {
  switch (service) {
    case 'api':
      return config.WS_METRICS_PORT_API;
    case 'webhook':
      return config.WS_METRICS_PORT_WEBHOOK;
    case 'importer':
      return config.WS_METRICS_PORT_IMPORTER;
    case 'exporter':
      return config.WS_METRICS_PORT_EXPORTER;
    default:
      return 0;
  }
}
