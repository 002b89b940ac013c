/** Every object in an answer, however deep it lies. */
export function rowsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(rowsIn);
  return Array.isArray(value) ? inner : [{ ...value }, ...inner];
}

/** Null for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    // A mark of the byte order before it is no part of the text.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}
