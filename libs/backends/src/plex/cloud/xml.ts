/** Plex's older cloud calls speak XML: elements with attributes, never text between them. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
}

/** Declarations and comments say nothing here. */
const NOTE = /<[?!][^>]*>/g;
const TAG = /<(\/)?([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/)?>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The root element; null for a text that is cut off or no XML. Never throws. */
export function readXml(source: string): XmlElement | null {
  const top = elementOf('', '');
  const open = [top];
  for (const [, closing, name = '', attributes = '', isEmpty] of source.replace(NOTE, '').matchAll(TAG)) {
    if (closing !== undefined) {
      if (!isClosed(open, name)) return null;
      continue;
    }
    const element = elementOf(name, attributes);
    open.at(-1)?.children.push(element);
    if (isEmpty === undefined) open.push(element);
  }
  return open.length === 1 ? (top.children[0] ?? null) : null;
}

const elementOf = (name: string, attributes: string): OpenElement => ({
  name,
  attributes: readAttributes(attributes),
  children: [],
});

/** Whether the innermost element, other than the top, was the one to close. */
const isClosed = (open: OpenElement[], name: string): boolean => open.length > 1 && open.pop()?.name === name;

/** The children of one kind: always a list, also when there is only one (plex.md quirk 8). */
export const childrenOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name);

const readAttributes = (source: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...source.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [
      name,
      unescape(double ?? single ?? ''),
    ]),
  );

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Attribute text without XML's escapes; what is no known escape stays as it is. */
function unescape(value: string): string {
  return value.replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
    (whole, ...[decimal, hex, name]: (string | undefined)[]) => {
      const code = decimal ? Number(decimal) : hex ? parseInt(hex, 16) : null;
      if (code === null) return (Object.hasOwn(ENTITIES, name ?? '') && ENTITIES[name ?? '']) || whole;
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
