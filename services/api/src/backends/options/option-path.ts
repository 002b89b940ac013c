type Values = Readonly<Record<string, unknown>>;

const partsOf = (key: string): readonly string[] => key.split('.').slice(1);

const record = (value: unknown): Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** The value that `options.a.b` names among the options; undefined when it is not set. */
export const valueAt = (options: Values, key: string): unknown =>
  partsOf(key).reduce<unknown>((value, part) => ownOf(record(value), part), options);

/** Not what every object inherits. */
const ownOf = (values: Values, name: string): unknown =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/** The options with that value set; undefined takes it away, and what it leaves empty. */
export const withValueAt = (options: Values, key: string, value: unknown): Values =>
  placed(options, { parts: partsOf(key), value });

function placed(options: Values, { parts, value }: { parts: readonly string[]; value: unknown }): Values {
  const [name = '', ...rest] = parts;
  const inner = rest.length === 0 ? value : placed(record(ownOf(options, name)), { parts: rest, value });
  const isGone = inner === undefined || (rest.length > 0 && Object.keys(record(inner)).length === 0);
  const others = Object.entries(options).filter(([other]) => other !== name);
  return Object.fromEntries(isGone ? others : [...others, [name, inner]]);
}
