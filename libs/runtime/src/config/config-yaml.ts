/** Keys of the oldest config.yaml and the variable each became (env.md 4). */
const OLD_KEYS: Readonly<Record<string, string>> = {
  tz: 'WS_TZ',
  'mapper.import.type': 'WS_MAPPER_IMPORT',
  'webhook.apikey': 'WS_WEBHOOK_API_KEY',
  'logger.stderr.level': 'WS_LOG_LEVEL',
  'logger.file.enabled': 'WS_LOGGER_FILE_ENABLE',
  'logger.file.level': 'WS_LOGGER_FILE_LEVEL',
  'request.export.concurrency': 'WS_EXPORT_CONCURRENCY',
};

/** Values of older versions and what each is called now. */
const OLD_VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  WS_MAPPER_IMPORT: { MemoryMapper: 'memory', DirectMapper: 'direct' },
};

/** Settings with today's words for values of older versions. */
export const inTodaysWords = (settings: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, OLD_VALUES[name]?.[value] ?? value]),
  );

/** The keys of a config.yaml under which a setting may stand. */
export const yamlKeysOf = (name: string): readonly string[] => [
  name,
  ...Object.keys(OLD_KEYS).filter((key) => OLD_KEYS[key] === name),
];

/** Settings of a config.yaml: flat `WS_*` keys as they are, old dotted keys under their new name, the rest left out. */
export function flattenYaml(document: unknown): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [path, value] of leaves(document, '')) {
    const name = path.startsWith('WS_') ? path : OLD_KEYS[path];
    if (name) found[name] = value;
  }
  return found;
}

function* leaves(node: unknown, path: string): Generator<readonly [path: string, value: string]> {
  if (typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean')
    yield [path, String(node)];
  if (typeof node !== 'object' || node === null) return;
  for (const [key, child] of Object.entries(node)) yield* leaves(child, path ? `${path}.${key}` : key);
}
