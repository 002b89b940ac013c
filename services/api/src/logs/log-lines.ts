/** One line of a log file, whichever form it has (rest-api.md 11). */
export interface LogLine {
  /** File name and place: stays the same while the file grows. */
  readonly id: string;
  readonly datetime: string | null;
  /** `debug`, `info`, `notice`, `warning`, `error`, `critical`; null when the line does not say. */
  readonly level: string | null;
  readonly levelno: number | null;
  readonly logger: string | null;
  readonly message: string;
  readonly source: string | null;
  readonly process: number | null;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly exception: string | null;
}

const LEVELS: Readonly<Record<string, readonly [name: string, number: number]>> = {
  trace: ['debug', 100],
  debug: ['debug', 100],
  info: ['info', 200],
  notice: ['notice', 250],
  warn: ['warning', 300],
  warning: ['warning', 300],
  error: ['error', 400],
  fatal: ['critical', 500],
  critical: ['critical', 500],
};

export const LOG_LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical'] as const;

const PLAIN = /^\[[^\]]{1,40}\]:? ([A-Z]+): (.*)$/s;
/** Said by fields of their own. */
const OWN = new Set(['level', 'time', 'service', 'process', 'message', 'error']);

/** Reads one line: JSON as the services write it, or text as tasks print it; whatever else is its own message. */
export function readLine(text: string, id: string): LogLine {
  const record = recordIn(text);
  if (record) return ofRecord(record, id);
  const [, word, message] = PLAIN.exec(text) ?? [];
  const level = word === undefined ? undefined : LEVELS[word.toLowerCase()];
  return {
    ...{ id, datetime: null, level: level?.[0] ?? null, levelno: level?.[1] ?? null },
    ...{ logger: null, message: level && message !== undefined ? message : text },
    ...{ source: null, process: null, fields: {}, exception: null },
  };
}

function ofRecord(record: Readonly<Record<string, unknown>>, id: string): LogLine {
  const level = LEVELS[textIn(record['level'])?.toLowerCase() ?? ''];
  return {
    id,
    datetime: textIn(record['time']),
    level: level?.[0] ?? null,
    levelno: level?.[1] ?? null,
    logger: textIn(record['service']),
    message: textIn(record['message']) ?? '',
    source: textIn(record['queue']) ?? textIn(record['path']),
    process: typeof record['process'] === 'number' ? record['process'] : null,
    fields: Object.fromEntries(Object.entries(record).filter(([name]) => !OWN.has(name))),
    exception: exceptionIn(record['error']),
  };
}

const exceptionIn = (error: unknown): string | null =>
  error === undefined ? null : (textIn(error) ?? JSON.stringify(error, null, 2));

function recordIn(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);
