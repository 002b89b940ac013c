import { describe, expect, it } from 'vitest';
import { fromText, OPTIONS, optionNamed, whyNotOption } from './option-catalogue.js';
import { valueAt, withValueAt } from './option-path.js';

describe('an option by its path', () => {
  it('is set, read and taken away, and leaves the others alone', () => {
    const options = withValueAt({ ignore: '7', client: { rps: 3 } }, 'options.client.timeout', 600);
    expect(options).toEqual({ ignore: '7', client: { rps: 3, timeout: 600 } });
    expect(valueAt(options, 'options.client.timeout')).toBe(600);
    expect(valueAt(options, 'options.LIBRARY_SEGMENT')).toBeUndefined();
    const without = withValueAt(options, 'options.client.timeout', undefined);
    expect(withValueAt(without, 'options.client.rps', undefined)).toEqual({ ignore: '7' });
  });

  it('does not reach into the prototype', () => {
    expect(valueAt({}, 'options.constructor')).toBeUndefined();
    expect(Object.getPrototypeOf(withValueAt({}, 'options.__proto__', 1))).toBe(Object.prototype);
  });
});

describe('the catalogue', () => {
  it('names every option once, each with a sentence', () => {
    expect(new Set(OPTIONS.map(({ key }) => key)).size).toBe(OPTIONS.length);
    for (const { description } of OPTIONS) expect(description).toMatch(/\.$/);
  });

  it.each([
    ['client.timeout', '600', 600],
    ['options.client.verify_host', 'false', false],
    ['LIBRARY_INVERSE', '1', true],
    ['ignore', '12', '12'],
  ])('reads %s from the text %s', (name, text, value) => {
    const spec = optionNamed(name);
    if (!spec) throw new Error(name);
    expect(fromText(spec, text)).toBe(value);
    expect(whyNotOption(spec, value)).toBeNull();
  });

  it.each([
    ['LIBRARY_SEGMENT', 299],
    ['client.timeout', 'soon'],
    ['client.rps', 1.5],
    ['LIBRARY_INVERSE', 'maybe'],
    ['ignore', 7],
    ['is_limited_token', true],
  ])('refuses %s = %s in words', (name, value) => {
    const spec = optionNamed(name);
    if (!spec) throw new Error(name);
    expect(whyNotOption(spec, fromText(spec, value))).toMatch(/\.$/);
  });
});
