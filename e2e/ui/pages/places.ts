/** A page to look at; `{item}` and the like are filled in with what the system at hand has. */
export interface PlaceToSee {
  readonly name: string;
  readonly path: string;
}

const PATHS: Readonly<Record<string, string>> = {
  home: '/',
  backends: '/backends',
  'backend-add': '/backends/add',
  backend: '/backends/jellyfin',
  'backend-options': '/backends/jellyfin/options',
  'backend-webhook': '/backends/jellyfin/webhook',
  'backend-server': '/backends/jellyfin/server',
  'backend-search': '/backends/jellyfin/search?q=a',
  'backend-quality': '/backends/jellyfin/quality?kind=mismatched',
  history: '/history',
  'history-compact': '/history?look=compact',
  'history-item': '/history/{item}',
  conflicts: '/conflicts',
  'failed-writes': '/failed-writes',
  backups: '/backups',
  settings: '/settings',
  events: '/events',
  event: '/events/{event}',
  logs: '/logs',
  log: '/logs/{log}',
  runs: '/runs',
  'run-import': '/runs/{import}',
  'run-preview': '/runs/{preview}',
  'run-playlists': '/runs/{playlists}',
  tasks: '/tasks',
  deliveries: '/deliveries',
  delivery: '/deliveries/{delivery}',
  queues: '/queues',
  ignore: '/ignore',
  guids: '/guids',
  tokens: '/tokens',
  audit: '/audit',
  about: '/about',
  playlists: '/playlists',
  identities: '/identities',
  'identities-match': '/identities/match',
  parity: '/quality/parity',
  'media-health': '/quality/health',
  'backend-checks': '/quality/backends',
  env: '/env',
  'env-edit': '/env?edit=WS_CRON_IMPORT_AT',
  console: '/console?cmd=state:import%20-v',
  help: '/help',
  'help-one-way': '/help/one-way-sync',
  'help-two-way': '/help/two-way-sync',
  'help-webhooks': '/help/webhooks',
  'help-sub-users': '/help/sub-users',
  'help-decisions': '/help/decisions',
  'help-backups': '/help/backups',
  'help-questions': '/help/questions',
  'not-found': '/nowhere',
};

export const PLACES: readonly PlaceToSee[] = Object.entries(PATHS).map(([name, path]) => ({ name, path }));

/** Whether a route such as `/runs/:id` is the one that shows this path. */
export function isShownBy(pattern: string, path: string): boolean {
  const steps = (text: string): readonly string[] => (text.split('?')[0] ?? '').split('/');
  const wanted = steps(pattern);
  const there = steps(path);
  return (
    wanted.length === there.length &&
    wanted.every((step, index) => step === there[index] || (step.startsWith(':') && there[index] !== ''))
  );
}

export const fill = (path: string, ids: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/, (_, key: string) => ids[key] ?? '');
