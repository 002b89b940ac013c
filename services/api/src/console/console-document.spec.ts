import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { consoleDocument } from './console-document.js';
import { COMMAND_CLASSES } from './commands/index.js';
import { registered } from './console-command.js';
import { COMMON } from './options.js';

const FILE = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'console.md');

describe('the commands', () => {
  const commands = COMMAND_CLASSES.map((Command) => registered(new Command()));

  it('are those of docs/console.md: run services/api/src/console-docs.main.ts when this fails', async () => {
    const formatted = await format(consoleDocument(), { ...(await resolveConfig(FILE)), parser: 'markdown' });
    expect(readFileSync(FILE, 'utf8')).toBe(formatted);
  });

  it('have names of their own', () => {
    const names = commands.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(names).toHaveLength(new Set(names).size);
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    '%s: no option stands for two things',
    (_name, { options }) => {
      const shorts = [...Object.values(COMMON), ...Object.values(options)].flatMap(
        ({ short }) => short ?? [],
      );
      expect(shorts).toHaveLength(new Set(shorts).size);
      expect(Object.keys(options).filter((long) => long in COMMON)).toEqual([]);
    },
  );
});
