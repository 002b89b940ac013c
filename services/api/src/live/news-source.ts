import type { EventStream } from './event-stream.js';

export const TOPICS = ['runs', 'history', 'queues', 'logs'] as const;
export type Topic = (typeof TOPICS)[number];

export interface Listener {
  readonly stream: EventStream;
  readonly identityId: number;
  readonly topics: ReadonlySet<Topic>;
}

/** Injection token: the sources of all topics. */
export const NEWS_SOURCES = Symbol('NEWS_SOURCES');

/** What the listeners of one topic are told. */
export interface NewsSource {
  readonly topic: Topic;
  /** Looks once, and tells what is new. */
  look(listeners: readonly Listener[]): Promise<void>;
  /** Nobody listens any more: the next listener begins afresh. */
  forget(): void;
}
