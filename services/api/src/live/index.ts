import { HistoryNews } from './history-news.js';
import { LiveHub } from './live-hub.js';
import { LiveController } from './live.controller.js';
import { LogNews } from './log-news.js';
import { NEWS_SOURCES, type NewsSource } from './news-source.js';
import { QueueNews } from './queue-news.js';
import { RunNews } from './run-news.js';

const SOURCES = [RunNews, HistoryNews, QueueNews, LogNews];

export const live = {
  controllers: [LiveController],
  providers: [
    ...SOURCES,
    {
      provide: NEWS_SOURCES,
      useFactory: (...sources: NewsSource[]): readonly NewsSource[] => sources,
      inject: SOURCES,
    },
    LiveHub,
  ],
};
