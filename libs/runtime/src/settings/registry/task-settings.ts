import { type NewSetting, settingsOf } from '../setting.js';

/** The scheduled tasks whose timers are settings (env.md 2.7). */
export const SCHEDULED_TASKS = {
  IMPORT: { isOn: false, at: '0 */1 * * *', about: 'Import: read what was watched on the backends' },
  EXPORT: { isOn: false, at: '30 */1 * * *', about: 'Export: tell the backends what changed' },
  BACKUP: { isOn: true, at: '0 6 */3 * *', about: 'Backup: save the play states into files' },
  PLAYLIST: { isOn: false, at: '15 */6 * * *', about: 'Playlists: make them the same on all backends' },
  INDEXES: { isOn: true, at: '0 3 * * 3', about: 'Indexes: check and refresh those of the database' },
  VALIDATE: { isOn: false, at: '0 4 */25 * *', about: 'Validate: check that items still exist on backends' },
  MEDIA_HEALTH: { isOn: true, at: '0 5 * * *', about: 'Media health: report doubtful items' },
} as const;
export type ScheduledTask = keyof typeof SCHEDULED_TASKS;

const COMMON: ReadonlySet<string> = new Set(['IMPORT', 'EXPORT', 'BACKUP']);
const ARGUMENTS = { type: 'text', pattern: /^[\w\s=.,:/@"'-]*$/ } as const;

function threeOf(task: string, { isOn, at, about }: (typeof SCHEDULED_TASKS)[ScheduledTask]): NewSetting[] {
  const shown = COMMON.has(task) ? ({ common: true } as const) : {};
  return [
    { name: `WS_CRON_${task}`, type: 'bool', default: String(isOn), about: `${about}.`, ...shown },
    { name: `WS_CRON_${task}_AT`, type: 'cron', default: at, about: `${about}: when.`, ...shown },
    { name: `WS_CRON_${task}_ARGS`, ...ARGUMENTS, default: '-v', about: `${about}: its arguments.` },
  ];
}

export const TASK_SETTINGS = settingsOf('tasks', [
  ...Object.entries(SCHEDULED_TASKS).flatMap(([task, timer]) => threeOf(task, timer)),
  {
    name: 'WS_CRON_PRUNE_ARGS',
    ...ARGUMENTS,
    default: '--run --execute -v',
    about: 'Prune: its arguments. It always runs, every five minutes.',
  },
]);
