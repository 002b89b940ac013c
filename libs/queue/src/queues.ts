import { defineQueue, onceFor } from './queue-definition.js';

/** Bulk reads. One consumer: importer. */
export const importsQueue = defineQueue<{
  'import-run': { readonly runId: string };
  'backup-run': { readonly runId: string };
}>('imports', {
  'import-run': { once: ({ runId }) => onceFor(runId), again: true },
  'backup-run': { once: ({ runId }) => onceFor(runId), again: true },
});

/** Live news, apart from the bulk so that a full import never delays a person pressing pause. One consumer: importer. */
export const changesQueue = defineQueue<{
  'item-changed': { readonly backendId: number; readonly remoteId: string; readonly isStopped?: boolean };
  'delivery-received': { readonly deliveryId: number };
  'undo-run': { readonly runId: string };
}>('changes', {
  // The delay lets the server settle and folds a burst of events into one read.
  'item-changed': {
    once: ({ backendId, remoteId }) => onceFor(backendId, remoteId),
    again: true,
    delayMs: 1_000,
  },
  'delivery-received': { once: ({ deliveryId }) => onceFor(deliveryId) },
  'undo-run': { once: ({ runId }) => onceFor(runId), again: true },
});

/** Whole exports to media servers. One consumer: exporter. */
export const exportsQueue = defineQueue<{
  'export-run': { readonly runId: string };
  'restore-run': { readonly runId: string };
}>('exports', {
  'restore-run': { once: ({ runId }) => onceFor(runId), again: true },
  'export-run': { once: ({ runId }) => onceFor(runId), again: true },
});

/** Live writes, apart from the whole exports so that none of these, however long, delays them. One consumer: exporter. */
export const pushesQueue = defineQueue<{
  push: { readonly backendId: number };
}>('pushes', {
  push: { once: ({ backendId }) => onceFor(backendId), again: true, delayMs: 500 },
});

/** Console commands, and the moments at which tasks are due. One consumer: api. */
export const commandsQueue = defineQueue<{
  'command-run': { readonly runId: string };
  'task-due': { readonly task: string };
}>('commands', {
  'command-run': { once: ({ runId }) => onceFor(runId), again: true },
  'task-due': { once: ({ task }) => onceFor(task) },
});

export const allQueues = [importsQueue, changesQueue, exportsQueue, pushesQueue, commandsQueue] as const;
