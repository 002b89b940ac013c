export interface CronReading {
  /** "Every 6 hours", with a capital. */
  readonly words: string;
  readonly next: readonly Date[];
}

const SHOWN = 5;

/** What a timer means, and when it rings next; null when it is none. The readers are loaded only when one is needed. */
export async function readCron(timer: string, timezone?: string): Promise<CronReading | null> {
  const fields = timer.trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const [{ default: cronstrue }, { CronExpressionParser }] = await Promise.all([
    import('cronstrue'),
    import('cron-parser'),
  ]);
  try {
    const options = timezone ? { tz: timezone } : {};
    const next = CronExpressionParser.parse(timer.trim(), options).take(SHOWN);
    return {
      words: cronstrue.toString(timer.trim(), { use24HourTimeFormat: true }),
      next: next.map((date) => date.toDate()),
    };
  } catch {
    return null;
  }
}
