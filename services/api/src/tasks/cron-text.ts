import { CronExpressionParser } from 'cron-parser';
import cronstrue from 'cronstrue';

/** When a timer rings next, in its zone. `timer` has been checked. */
export const nextRun = (timer: string, zone: string, after: Date): Date =>
  CronExpressionParser.parse(timer, { tz: zone, currentDate: after }).next().toDate();

/** For a person: "At 30 minutes past the hour". */
export const timerText = (timer: string): string =>
  cronstrue.toString(timer, { use24HourTimeFormat: true, verbose: false });
