/** The language of the texts that this build was made with. */
export const LOCALE = $localize.locale ?? 'en';

const RULES = new Intl.PluralRules(LOCALE);

/** A number as the language of the page writes it. */
export const numberText = (value: number, options: Intl.NumberFormatOptions = {}): string =>
  value.toLocaleString(LOCALE, options);

export interface Forms {
  readonly one: string;
  readonly other: string;
}

/** The form that a count asks for; a language without a plural gives both the same words. */
export const plural = (count: number, { one, other }: Forms): string =>
  RULES.select(count) === 'one' ? one : other;

/** A count of items: "1 item", "2,400 items". */
export const itemsText = (count: number): string =>
  plural(count, { one: $localize`1 item`, other: $localize`${numberText(count)}:count: items` });

/** Names in one sentence: "attic, den or kitchen". */
export const anyOf = (names: readonly string[]): string =>
  new Intl.ListFormat(LOCALE, { type: 'disjunction' }).format(names);
