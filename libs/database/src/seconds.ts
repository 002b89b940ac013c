/** Columns hold `timestamptz`, the domain counts unix seconds. */
export const toSeconds = (date: Date | null): number | null =>
  date === null ? null : Math.floor(date.getTime() / 1000);

export const toDate = (seconds: number | null): Date | null =>
  seconds === null ? null : new Date(seconds * 1000);

/** The same in SQL: whole unix seconds of a `timestamptz` expression. */
export const epoch = (expression: string): string => `floor(extract(epoch FROM ${expression}))::bigint`;
