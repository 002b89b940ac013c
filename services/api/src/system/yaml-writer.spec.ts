import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { toYaml } from './yaml-writer.js';

const VALUE = { a: { b: { c: { d: [1, 'two', null] } } }, list: [{ name: 'x: y' }] };

describe('YAML', () => {
  it('says what the JSON said', () => {
    for (const inline of [1, 2, 20]) expect(parse(toYaml(VALUE, { indent: 4, inline }))).toEqual(VALUE);
  });

  it('is indented and, from a depth on, on one line', () => {
    expect(toYaml({ a: { b: { c: 1 } } }, { indent: 4, inline: 2 })).toBe('a:\n    b: { c: 1 }\n');
  });
});
