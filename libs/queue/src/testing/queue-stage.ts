import { Test, type TestingModule } from '@nestjs/testing';
import type { Provider } from '@nestjs/common';
import { RuntimeModule } from '#libs/runtime';
import { QueueConfig } from '../queue.config.js';
import { QueueModule } from '../queue.module.js';

/** A process with our queue room in it, on the given Redis. */
export async function stageQueues(url: string, workers: readonly Provider[] = []): Promise<TestingModule> {
  const config: QueueConfig = { WS_CACHE_URL: url, WS_CACHE_PREFIX: '', WS_QUEUE_CONCURRENCY: 4 };
  const stage = await Test.createTestingModule({
    imports: [RuntimeModule.forService('test'), QueueModule.forRoot()],
    providers: [...workers],
  })
    .overrideProvider(QueueConfig)
    .useValue(config)
    .compile();
  return stage.init();
}
