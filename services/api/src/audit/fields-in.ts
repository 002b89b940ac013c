const NAME = /^[\w.]{1,64}$/;
const MOST = 50;

/** The names of what was sent, never its values; of a list of `{key, value}` the keys. */
export function fieldsIn(body: unknown): string[] {
  const names = Array.isArray(body) ? body.map(keyIn) : Object.keys(objectIn(body));
  return [
    ...new Set(names.filter((name): name is string => typeof name === 'string' && NAME.test(name))),
  ].slice(0, MOST);
}

const objectIn = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

const keyIn = (entry: unknown): unknown => Reflect.get(objectIn(entry), 'key') as unknown;
