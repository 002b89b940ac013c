/** Names of older versions: accepted with one warning that says what took their place (env.md 2 and 3). */
const RETIRED: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/^WS_API_AUTO$/, 'the key is never handed to who asks'],
  [/^WS_(SYNC_PROGRESS|CRON_PROGRESS.*)$/, 'progress is switched per backend'],
  [/^WS_(WEBUI_ENABLED|WEBUI_PATH)$/, 'the user interface is always there'],
  [/^WS_(PUSH_ENABLED|CRON_(PUSH|REQUESTS|SYNC|CACHE|DISPATCH).*)$/, 'the workers do this by themselves'],
  [/^WS_CRON_(PRUNE|PRUNE_AT|IMPORT_UNWATCHED|.*_DEBUG_LEVEL)$/, 'use the _ARGS of the task'],
  [/^WS_CLIENTS_JELLYFIN_DISABLE_FIX_PLAYED$/, 'see WS_CLIENTS_JELLYFIN_FIX_PLAYED'],
  [/^WS_CLIENTS_PLEX_DISABLE_DEDUP$/, 'duplicates are known by their ids'],
  [/^WS_EPISODES_(DISABLE|ENABLE)_GUID$/, 'see WS_GUID_DISABLE_EPISODE'],
  [/^WS_(IMPORT_MAPPER|EXPORT_MAPPER|MAPPER_EXPORT)/, 'see WS_MAPPER_IMPORT'],
  [/^WS_WEBHOOK_KEEP_DAYS$/, 'see WS_DELIVERIES_PRUNE_AFTER'],
  [/^WS_IMPORT_PROMOTE_GUID_ERROR$/, 'contradicting ids are listed as conflicts'],
  [/^WS_LOGGER_(STDERR|SYSLOG|FILE$)/, 'see WS_LOG_LEVEL and WS_LOGGER_FILE_ENABLE'],
  [
    /^WS_WEBHOOK_(ENABLE|DEBUG|LOG_(?!FILE_FORMAT)|IP_HEADER|KEY_LENGTH|TOKEN_LENGTH)/,
    'see WS_TRUST_HEADER and the webhook settings',
  ],
  [/^WS_(STORAGE_PDO|DATABASE_(DSN|USERNAME|PASSWORD)|DB_MODE)/, 'see WS_DATABASE_URL'],
  [/^WS_(EVENTS_|CACHE_(PATH|NULL|DIR))/, 'see WS_CACHE_URL'],
  [/^WS_(REQUEST_DEBUG|DEBUG_IMPORT|PROFILER|TS$)/, 'see WS_LOG_LEVEL and the metrics'],
  [/^WS_(UID|GID|NO_CHOWN|DISABLE_)/, 'see UID and GID of compose'],
];

/** What took the place of a name of an older version; null for a name that never was one. */
export const retiredHint = (name: string): string | null =>
  RETIRED.find(([pattern]) => pattern.test(name))?.[1] ?? null;
