export interface CronReading {
  /** "Every 6 hours", with a capital. */
  readonly words: string;
  readonly next: readonly Date[];
}

type Parsers = typeof import('cron-parser');

const SHOWN = 5;

/** What a timer means, and when it rings next; null when it is none. The readers are loaded only when one is needed. */
export async function readCron(timer: string, timezone?: string): Promise<CronReading | null> {
  const text = timer.trim();
  if (text.split(/\s+/).length !== 5) return null;
  const [{ default: cronstrue }, parsers] = await Promise.all([import('cronstrue'), import('cron-parser')]);
  const { CronExpressionParser } = commonJs(parsers);
  try {
    const next = CronExpressionParser.parse(text, timezone ? { tz: timezone } : {}).take(SHOWN);
    return {
      words: cronstrue.toString(text, { use24HourTimeFormat: true }),
      next: next.map((date) => date.toDate()),
    };
  } catch {
    return null;
  }
}

/** The package is CommonJS: a bundler gives all of it as the default, Node by its names. */
const commonJs = (loaded: Parsers): Parsers =>
  Object.hasOwn(loaded, 'CronExpressionParser') ? loaded : (loaded.default as unknown as Parsers);
