import type { IconName } from '../../shared/icon/icon.js';

/** A page of the menu. The labels of the seeds are kept word by word. */
export interface Place {
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  /** Words under which people look for it: older names, and what it is for. */
  readonly also?: string;
}

export interface PlaceGroup {
  readonly label: string;
  readonly icon: IconName;
  readonly places: readonly Place[];
}

const CONSOLE: Place = {
  path: '/console',
  label: 'Console',
  icon: 'terminal',
  also: 'command shell execute state:import state:export',
};

export const PLACES: readonly Place[] = [
  { path: '/', label: 'Home', icon: 'home', also: 'dashboard overview health' },
  { path: '/backends', label: 'Backends', icon: 'server', also: 'servers plex jellyfin emby' },
  { path: '/history', label: 'History', icon: 'history', also: 'play states watched items' },
  { path: '/runs', label: 'Runs', icon: 'runs', also: 'imports exports progress undo approval' },
  { path: '/tasks', label: 'Tasks', icon: 'clock', also: 'schedule cron timer' },
  { path: '/env', label: 'Env', icon: 'sliders', also: 'environment settings variables schedule' },
  { path: '/logs', label: 'Logs', icon: 'file', also: 'lines errors task' },
];

export const PLACE_GROUPS: readonly PlaceGroup[] = [
  {
    label: 'Tools',
    icon: 'tools',
    places: [
      { path: '/backups', label: 'Backups', icon: 'archive', also: 'restore files download' },
      CONSOLE,
      {
        path: '/identities',
        label: 'Sub-users',
        icon: 'people',
        also: 'identities persons family match provision mapping',
      },
      {
        path: '/quality',
        label: 'Data quality',
        icon: 'chart',
        also: 'data parity media health unmatched mismatched stale references duplicates audit integrity',
      },
      { path: '/ignore', label: 'Ignore list', icon: 'ban', also: 'ignore rules wrong ids' },
      {
        path: '/guids',
        label: 'Custom GUIDs',
        icon: 'tag',
        also: 'external ids sources agents links pattern',
      },
      { path: '/conflicts', label: 'Conflicts', icon: 'split', also: 'contradictions quarantine decide' },
      { path: '/failed-writes', label: 'Failed writes', icon: 'warning', also: 'dead letters retry' },
    ],
  },
  {
    label: 'More',
    icon: 'grid',
    places: [
      { path: '/events', label: 'Events', icon: 'activity', also: 'run_console commands tasks' },
      CONSOLE,
      {
        path: '/deliveries',
        label: 'Webhook deliveries',
        icon: 'hook',
        also: 'inbox verdict replay missed plex jellyfin emby tautulli',
      },
      {
        path: '/queues',
        label: 'Queues',
        icon: 'queue',
        also: 'transport jobs waiting failed depth processes',
      },
      { path: '/tokens', label: 'API tokens', icon: 'key', also: 'named keys scopes scripts access' },
      { path: '/audit', label: 'Audit trail', icon: 'shield', also: 'who changed what log access' },
      { path: '/about', label: 'About', icon: 'info', also: 'version licence build' },
    ],
  },
];

/** What has no place in the menu, but can be searched for. */
const OTHER_PLACES: readonly Place[] = [
  {
    path: '/settings',
    label: 'Settings',
    icon: 'cog',
    also: 'account password sessions theme',
  },
  { path: '/help', label: 'Help', icon: 'help', also: 'guides manual' },
  { path: '/help/one-way-sync', label: 'Guide: one-way sync', icon: 'help' },
  { path: '/help/two-way-sync', label: 'Guide: two-way sync', icon: 'help' },
  { path: '/help/webhooks', label: 'Guide: webhooks', icon: 'help' },
  { path: '/backends/add', label: 'Add Backend', icon: 'plus', also: 'server new wizard' },
];

/** Every page once, for the search. */
export function allPlaces(): readonly Place[] {
  const all = [...PLACES, ...PLACE_GROUPS.flatMap(({ places }) => places), ...OTHER_PLACES];
  return all.filter(({ path }, index) => all.findIndex((other) => other.path === path) === index);
}
