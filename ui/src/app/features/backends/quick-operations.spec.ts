import { describe, expect, it } from 'vitest';
import { aBackend } from '../../../testing/builders.js';
import { quickOperations } from './quick-operations.js';

describe('the quick operations', () => {
  const backend = aBackend({ name: 'attic', export: { enabled: true, last_sync: null } });

  it('have the forced export at the number that the guides name', () => {
    const [, second] = quickOperations(backend, 'main');
    expect(second).toEqual({
      label: '2. Force export local play state to this backend.',
      command: 'state:export -fi -v -u main -s attic',
      obstacle: '',
    });
  });

  it('are for the person that is shown', () => {
    expect(quickOperations(backend, 'sam').every(({ command }) => command.endsWith('-u sam -s attic'))).toBe(
      true,
    );
  });

  it('say what stands in the way', () => {
    const off = aBackend({
      import: { enabled: false, last_sync: null },
      export: { enabled: false, last_sync: null },
    });
    const obstacles = quickOperations(off, 'main').map(({ obstacle }) => obstacle);
    expect(obstacles[1]).toBe('Export is off.');
    expect(obstacles[2]).toBe('Import is off.');
    expect(obstacles[3]).toBe('');
  });
});
