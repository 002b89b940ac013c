const UNIT_SECONDS: Readonly<Record<string, number>> = {
  second: 1,
  sec: 1,
  minute: 60,
  min: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  year: 31_536_000,
};

const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
const AGO = /^-?\s*(\d{1,6})\s*([a-z]+?)s?(?:\s+ago)?$/i;

/** A moment as a person says it: `2 hours ago`, `-3 days`, `yesterday`, a date, or unix seconds; null for anything else. */
export function momentOf(text: string, now: Date): Date | null {
  const phrase = text.trim().toLowerCase();
  return WORDS[phrase]?.(now) ?? agoOf(phrase, now) ?? dateOf(text.trim());
}

const WORDS: Readonly<Record<string, (now: Date) => Date>> = {
  now: (now) => now,
  today: (now) => midnight(now, 0),
  yesterday: (now) => midnight(now, 1),
};

function agoOf(phrase: string, now: Date): Date | null {
  const [, count, unit = ''] = AGO.exec(phrase) ?? [];
  const seconds = UNIT_SECONDS[unit];
  return count === undefined || seconds === undefined
    ? null
    : new Date(now.getTime() - Number(count) * seconds * 1_000);
}

function dateOf(text: string): Date | null {
  if (/^\d{9,11}$/.test(text)) return new Date(Number(text) * 1_000);
  const date = DATE.test(text) ? new Date(text.replace(' ', 'T')) : null;
  return date && !Number.isNaN(date.getTime()) ? date : null;
}

function midnight(now: Date, daysAgo: number): Date {
  const day = new Date(now);
  day.setUTCHours(0, 0, 0, 0);
  return new Date(day.getTime() - daysAgo * 86_400_000);
}
