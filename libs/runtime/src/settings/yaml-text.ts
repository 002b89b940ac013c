import { type Document, isMap, parseDocument } from 'yaml';
import { yamlKeysOf } from '../config/config-yaml.js';

/** The text of a config.yaml with one setting set, or taken out by null, under every name it has there. */
export function withYamlValue(text: string, name: string, value: string | null): string {
  const document = parseDocument(text);
  const places = placesOf(document, name);
  places.forEach((place, index) => {
    if (value !== null && index === 0) document.setIn(place, value);
    else remove(document, place);
  });
  return isEmpty(document) ? '' : document.toString();
}

/** As one key, or as a path of nested ones. */
const placesOf = (document: Document, name: string): string[][] =>
  yamlKeysOf(name)
    .flatMap((key) => (key.includes('.') ? [[key], key.split('.')] : [[key]]))
    .filter((place) => document.hasIn(place));

/** With it goes every level above that is empty then. */
function remove(document: Document, place: readonly string[]): void {
  document.deleteIn(place);
  const above = place.slice(0, -1);
  const holder = above.length > 0 ? document.getIn(above) : null;
  if (isMap(holder) && holder.items.length === 0) remove(document, above);
}

const isEmpty = ({ contents }: Document): boolean =>
  contents === null || (isMap(contents) && contents.items.length === 0);
