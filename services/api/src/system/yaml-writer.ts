import { Document, isCollection, visit } from 'yaml';

/** Any JSON as YAML; from this depth on collections stand on one line. */
export function toYaml(
  value: unknown,
  { indent, inline }: { readonly indent: number; readonly inline: number },
): string {
  const document = new Document(value);
  visit(document, {
    Collection: (_, node, path) => {
      if (isCollection(node) && path.filter((above) => isCollection(above)).length >= inline)
        node.flow = true;
    },
  });
  return document.toString({ indent });
}
