import { SettingsReader } from '../settings/settings-reader.js';

const LOOK_EVERY_MS = 5_000;

/** The clock on the wall of whoever runs this: `WS_TZ`, else the zone of the machine (env.md 2.1). */
export class LocalClock {
  private seen = '';
  private lookAgainAt = 0;

  constructor(
    private readonly settings = new SettingsReader(),
    private readonly now: () => number = Date.now,
  ) {}

  /** IANA name of the time zone; a change counts within seconds. */
  get zone(): string {
    if (this.now() >= this.lookAgainAt) {
      this.seen = this.settings.text('WS_TZ') || machineZone();
      this.lookAgainAt = this.now() + LOOK_EVERY_MS;
    }
    return this.seen;
  }

  /** `YYYYMMDD` there, as the log files are named. */
  day(at: Date): string {
    return dayIn(this.zone, at);
  }
}

/** A machine whose zone has no name is on UTC. */
const machineZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** The day of a moment in a zone, as `YYYYMMDD`. */
export const dayIn = (zone: string, at: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .format(at)
    .replaceAll('-', '');

/** `DD/MM HH:mm:SS` on the clock of that zone (cli.md 1.4). */
export function stamp(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('day')}/${part('month')} ${part('hour')}:${part('minute')}:${part('second')}`;
}
