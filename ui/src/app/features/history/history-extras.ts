export type ExtraName =
  | 'title'
  | 'subtitle'
  | 'year'
  | 'season'
  | 'episode'
  | 'id'
  | 'guids'
  | 'parent'
  | 'rguid'
  | 'path'
  | 'remoteId';

export interface Extra {
  readonly name: ExtraName;
  readonly label: string;
  readonly example: string;
  readonly isNumber: boolean;
  /** What it must look like; anything when absent. */
  readonly form?: RegExp;
}

const NUMBER = /^\d{1,5}$/;
const ID = /^(?:guid_)?[a-z0-9_]{1,40}:\/\/[^\s/]{1,200}$/i;
const RELATIVE = /^(?:guid_)?[a-z0-9_]{1,40}:\/\/[^\s/]{1,200}\/\d{1,5}(?:\/\d{1,5})?$/i;

const text = (name: ExtraName, label: string): Extra => ({ name, label, example: '', isNumber: false });
const number = (name: ExtraName, label: string, form = NUMBER): Extra => ({
  name,
  label,
  example: '',
  isNumber: true,
  form,
});

/** The rarer filters of the API's list; each is a parameter of the same name, but for `remoteId`. */
export const EXTRAS: readonly Extra[] = [
  text('title', $localize`Title contains`),
  text('subtitle', $localize`Episode title contains`),
  number('year', $localize`Year`, /^\d{1,4}$/),
  number('season', $localize`Season`),
  number('episode', $localize`Episode`),
  { ...text('guids', $localize`Id of the item`), example: 'tmdb://603', form: ID },
  { ...text('parent', $localize`Id of the show`), example: 'tvdb://71', form: ID },
  { ...text('rguid', $localize`Show, season, number`), example: 'tvdb://71/1/2', form: RELATIVE },
  { ...text('path', $localize`Path begins with`), example: '/media/films' },
  text('remoteId', $localize`Id on a server`),
  number('id', $localize`Record number`, /^[1-9]\d{0,14}$/),
];

export function isExtraGood(name: ExtraName, value: string): boolean {
  const form = EXTRAS.find((extra) => extra.name === name)?.form;
  return value === '' || !form || form.test(value);
}
