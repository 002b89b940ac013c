import type { HistoryItem, Observation } from '../../core/api/schema.gen.js';

/** A name says the same although servers spell it in their own way. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');

const idsThatDiffer = (
  stored: Readonly<Record<string, string>>,
  shown: Readonly<Record<string, string>>,
): readonly string[] =>
  Object.entries(shown)
    .filter(([key, id]) => stored[key] !== undefined && stored[key] !== id)
    .map(([key, id]) => $localize`${key.replace(/^guid_/, '')}:source: id ${id}:id:`);

/** In what a backend describes an item otherwise than it is stored, in words; its play state is compared elsewhere. */
export function differencesOf(item: HistoryItem, said: Observation): readonly string[] {
  const year = item.type === 'movie' && said.year !== null && said.year !== item.year;
  const number = item.type === 'episode' && (said.season !== item.season || said.episode !== item.episode);
  const names = [item.title, item.content_title ?? ''].map(plain);
  const told: readonly (readonly [boolean, string])[] = [
    [said.title !== '' && !names.includes(plain(said.title)), $localize`title “${said.title}:title:”`],
    [year, $localize`year ${said.year ?? ''}:year:`],
    [number, $localize`season ${said.season ?? '–'}:season:, episode ${said.episode ?? '–'}:episode:`],
    [said.multi, $localize`a file with several episodes`],
  ];
  return [...told.filter(([isSo]) => isSo).map(([, text]) => text), ...idsThatDiffer(item.guids, said.guids)];
}
