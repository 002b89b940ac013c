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
  label: $localize`Console`,
  icon: 'terminal',
  also: $localize`command shell execute state:import state:export`,
};

export const PLACES: readonly Place[] = [
  { path: '/', label: $localize`Home`, icon: 'home', also: $localize`dashboard overview health` },
  {
    path: '/backends',
    label: $localize`Backends`,
    icon: 'server',
    also: $localize`servers plex jellyfin emby`,
  },
  {
    path: '/history',
    label: $localize`History`,
    icon: 'history',
    also: $localize`play states watched items`,
  },
  {
    path: '/runs',
    label: $localize`Runs`,
    icon: 'runs',
    also: $localize`imports exports progress undo approval`,
  },
  { path: '/tasks', label: $localize`Tasks`, icon: 'clock', also: $localize`schedule cron timer` },
  {
    path: '/env',
    label: $localize`Env`,
    icon: 'sliders',
    also: $localize`environment settings variables schedule`,
  },
  { path: '/logs', label: $localize`Logs`, icon: 'file', also: $localize`lines errors task` },
];

export const PLACE_GROUPS: readonly PlaceGroup[] = [
  {
    label: $localize`Tools`,
    icon: 'tools',
    places: [
      {
        path: '/backups',
        label: $localize`Backups`,
        icon: 'archive',
        also: $localize`restore files download`,
      },
      CONSOLE,
      {
        path: '/identities',
        label: $localize`Sub-users`,
        icon: 'people',
        also: $localize`identities persons family match provision mapping`,
      },
      {
        path: '/quality',
        label: $localize`Data quality`,
        icon: 'chart',
        also: $localize`data parity media health unmatched mismatched stale references duplicates audit integrity`,
      },
      {
        path: '/playlists',
        label: $localize`Playlists`,
        icon: 'list',
        also: $localize`lists copies sync order`,
      },
      {
        path: '/ignore',
        label: $localize`Ignore list`,
        icon: 'ban',
        also: $localize`ignore rules wrong ids`,
      },
      {
        path: '/guids',
        label: $localize`Custom GUIDs`,
        icon: 'tag',
        also: $localize`external ids sources agents links pattern`,
      },
      {
        path: '/conflicts',
        label: $localize`Conflicts`,
        icon: 'split',
        also: $localize`contradictions quarantine decide`,
      },
      {
        path: '/failed-writes',
        label: $localize`Failed writes`,
        icon: 'warning',
        also: $localize`dead letters retry`,
      },
    ],
  },
  {
    label: $localize`More`,
    icon: 'grid',
    places: [
      {
        path: '/events',
        label: $localize`Events`,
        icon: 'activity',
        also: $localize`run_console commands tasks`,
      },
      CONSOLE,
      {
        path: '/deliveries',
        label: $localize`Webhook deliveries`,
        icon: 'hook',
        also: $localize`inbox verdict replay missed plex jellyfin emby tautulli`,
      },
      {
        path: '/queues',
        label: $localize`Queues`,
        icon: 'queue',
        also: $localize`transport jobs waiting failed depth processes`,
      },
      {
        path: '/tokens',
        label: $localize`API tokens`,
        icon: 'key',
        also: $localize`named keys scopes scripts access`,
      },
      {
        path: '/audit',
        label: $localize`Audit trail`,
        icon: 'shield',
        also: $localize`who changed what log access`,
      },
      {
        path: '/about',
        label: $localize`About`,
        icon: 'info',
        also: $localize`version licence build report support`,
      },
    ],
  },
];

/** What has no place in the menu, but can be searched for. */
const OTHER_PLACES: readonly Place[] = [
  {
    path: '/settings',
    label: $localize`Settings`,
    icon: 'cog',
    also: $localize`account password sessions theme`,
  },
  { path: '/help', label: $localize`Help`, icon: 'help', also: $localize`guides manual` },
  { path: '/help/one-way-sync', label: $localize`Guide: one-way sync`, icon: 'help' },
  { path: '/help/two-way-sync', label: $localize`Guide: two-way sync`, icon: 'help' },
  { path: '/help/webhooks', label: $localize`Guide: webhooks`, icon: 'help' },
  { path: '/backends/add', label: $localize`Add Backend`, icon: 'plus', also: $localize`server new wizard` },
];

/** Every page once, for the search. */
export function allPlaces(): readonly Place[] {
  const all = [...PLACES, ...PLACE_GROUPS.flatMap(({ places }) => places), ...OTHER_PLACES];
  return all.filter(({ path }, index) => all.findIndex((other) => other.path === path) === index);
}
