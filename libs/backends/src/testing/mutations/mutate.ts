import type { Random } from './random.js';

/** What may stand where something else was expected. */
const STRANGERS = [
  null,
  true,
  false,
  0,
  -1,
  1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  ' ',
  '0',
  'true',
  'NaN',
  '-7',
  '\u0000',
  '\ud800',
  '9999-99-99T99:99:99Z',
  '2026-01-01T00:00:00',
  '0001-01-01T00:00:00.0000000Z',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  'x'.repeat(5_000),
  [],
  {},
  [[[[]]]],
  [null],
  { Id: null },
  { Id: { Id: 'x' } },
] as const;

type Container = Record<string, unknown> | unknown[];

/** An answer with one to three things wrong in it, as text. */
export function mutated(answer: string, random: Random): string {
  const kind = random.next();
  if (kind < 0.15) return broken(answer, random);
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return broken(answer, random);
  }
  const holder = { value };
  for (let left = 1 + random.below(3); left > 0; left -= 1) spoil(holder, random);
  return JSON.stringify(holder.value);
}

/** Broken as text: cut off, garbled, wrapped, or something else altogether. */
function broken(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const ways: readonly [() => string, ...(() => string)[]] = [
    () => text.slice(0, at),
    () => text.slice(at),
    () => '',
    () => `<!doctype html><html><body>${text.slice(0, 100)}</body></html>`,
    () => `\ufeff${text}`,
    () => `${text}${text}`,
    () => `${text.slice(0, at)}${String.fromCharCode(random.below(0xffff))}${text.slice(at + 1)}`,
    () => text.replaceAll('"', "'"),
    () => '[['.repeat(2_000),
    () => 'null',
    () => '7',
    () => '"text"',
  ];
  return random.of(ways)();
}

function spoil(holder: { value: unknown }, random: Random): void {
  const containers = containersIn(holder.value);
  const container = containers[random.below(containers.length)];
  if (!container) {
    holder.value = random.of(STRANGERS);
    return;
  }
  const keys = Object.keys(container);
  const key = keys[random.below(keys.length)];
  if (key === undefined) {
    if (Array.isArray(container)) container.push(random.of(STRANGERS));
    return;
  }
  change(container, { key, random });
}

function change(
  container: Container,
  { key, random }: { readonly key: string; readonly random: Random },
): void {
  const ways: readonly [() => unknown, ...(() => unknown)[]] = [
    () => Reflect.deleteProperty(container, key),
    () => Reflect.set(container, key, random.of(STRANGERS)),
    () => Reflect.set(container, key, [Reflect.get(container, key)]),
    () => Reflect.set(container, key, { value: Reflect.get(container, key) }),
    () => Reflect.set(container, key, JSON.stringify(Reflect.get(container, key))),
    () => Reflect.set(container, key.toLowerCase(), Reflect.get(container, key)),
    () => Array.isArray(container) && container.splice(random.below(container.length + 1)),
    () => Array.isArray(container) && container.push(...container.slice(0, 3)),
  ];
  random.of(ways)();
}

function containersIn(value: unknown): readonly Container[] {
  if (typeof value !== 'object' || value === null) return [];
  const container: Container = Array.isArray(value) ? value : (value as Record<string, unknown>);
  return [container, ...Object.values(container).flatMap(containersIn)];
}
