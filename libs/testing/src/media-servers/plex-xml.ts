type Values = Readonly<Record<string, unknown>>;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Plex speaks XML unless asked for JSON: the same tree, with scalars as attributes. */
export function plexXml(name: string, values: Values): string {
  const attributes = Object.entries(values)
    .filter(([, value]) => typeof value !== 'object')
    .map(([key, value]) => ` ${key}="${escape(scalar(value))}"`);
  const children = Object.entries(values).flatMap(([key, value]) =>
    nodesIn(value).map((child) => plexXml(elementName(key, child), child)),
  );
  const head = `<${name}${attributes.join('')}`;
  return children.length > 0 ? `${head}>${children.join('')}</${name}>` : `${head}/>`;
}

function nodesIn(value: unknown): readonly Values[] {
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}

const isNode = (value: unknown): value is Values => typeof value === 'object' && value !== null;

function elementName(key: string, { type }: Values): string {
  if (key !== 'Metadata') return key;
  return type === 'show' || type === 'season' ? 'Directory' : 'Video';
}

const scalar = (value: unknown) => (typeof value === 'boolean' ? String(Number(value)) : String(value));

const escape = (value: string) =>
  value.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
