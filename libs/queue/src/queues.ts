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
  'item-changed': {
    readonly backendId: number;
    readonly remoteId: string;
    /** Deliveries wait for this look; without them there is nothing to do. Absent for news that stands nowhere else. */
    readonly isDelivered?: boolean;
    /** Nothing more is to come: the look waits for nothing. */
    readonly isFinal?: boolean;
  };
  'deliveries-received': { readonly [nothing: string]: never };
}>('changes', {
  // The first look is at once (a moment, because servers tell of one thing twice in a row), the next one waits, so that a
  // burst becomes two; a final one has a key of its own, so that it is not folded into one that waits.
  'item-changed': {
    once: ({ backendId, remoteId, isFinal = false }) => onceFor(backendId, remoteId, isFinal ? 'end' : 'on'),
    again: true,
    delayMs: 50,
  },
  // One bell for the whole inbox: whoever hears it empties it.
  'deliveries-received': { once: () => 'inbox', again: true },
});

/** Changes by a person's order, and changes taken back: somebody waits, so they stand behind no import. One consumer: importer. */
export const undosQueue = defineQueue<{
  'undo-run': { readonly runId: string };
  'bulk-run': { readonly runId: string };
}>('undos', {
  'bulk-run': { once: ({ runId }) => onceFor(runId), again: true },
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
  // A moment, so that the marks of a season become one run.
  push: { once: ({ backendId }) => onceFor(backendId), again: true, delayMs: 200 },
});

/** Playlists, apart from whole exports, which may take hours. One consumer: exporter. */
export const playlistsQueue = defineQueue<{
  'playlist-run': { readonly runId: string };
}>('playlists', {
  'playlist-run': { once: ({ runId }) => onceFor(runId), again: true },
});

/** Console commands, and the moments at which tasks are due. One consumer: api. */
export const commandsQueue = defineQueue<{
  'command-run': { readonly runId: string };
  'task-due': { readonly task: string };
}>('commands', {
  'command-run': { once: ({ runId }) => onceFor(runId), again: true },
  'task-due': { once: ({ task }) => onceFor(task) },
});

export const allQueues = [
  importsQueue,
  changesQueue,
  undosQueue,
  exportsQueue,
  pushesQueue,
  playlistsQueue,
  commandsQueue,
] as const;
