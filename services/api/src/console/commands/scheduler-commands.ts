import { flag, text } from '../options.js';
import { command } from './simple-command.js';

interface Scheduler {
  readonly pid: number;
  readonly status: string;
  readonly restartable: boolean;
  readonly message: string;
}

/** What rings the tasks (cli.md 5): Redis keeps the time, so there is no loop to start here. */
export const SystemScheduler = command({
  name: 'system:scheduler',
  summary: 'Show whether the tasks ring by their timers, or make the timetable anew',
  options: {
    restart: flag('', 'Make the timetable anew from the settings'),
    'pid-file': text('p', 'Accepted: the scheduler is no process of its own'),
  },
  goesOn: true,
  run: async ({ options }, { api, printer }) => {
    const state = options.restart
      ? await api.post<Scheduler>('system/scheduler/restart')
      : await api.get<Scheduler>('system/scheduler');
    printer.table({ status: 'Status', message: 'Message' }, [
      { status: state.status, message: state.message },
    ]);
    return state.status === 'running' || state.status === 'off' ? 0 : 1;
  },
});

/** Whether plex.tv knows a token (cli.md 3). */
export const PlexCheckToken = command({
  name: 'plex:check_token',
  summary: 'Ask plex.tv whether a token is valid',
  options: {},
  args: [{ name: 'token', about: 'The token; it is kept nowhere', secret: true }],
  run: async ({ args: [token] }, { api, printer }) => {
    await api.post('backends/validate/token/plex', { token });
    printer.line('The token is valid.');
    return 0;
  },
});
