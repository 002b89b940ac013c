import { describe, expect, it } from 'vitest';
import { flag, integer, isoSeconds, list, number, record, records, text, unixSeconds } from './reading.js';

const ODDITIES: readonly unknown[] = [
  undefined,
  null,
  true,
  '',
  '  ',
  'x',
  0,
  -1,
  NaN,
  Infinity,
  [],
  {},
  [null],
  () => 1,
  Symbol('s'),
  10n,
];

describe('reading foreign JSON', () => {
  it('never throws, whatever it is given', () => {
    for (const read of [record, list, records, text, number, integer, flag, unixSeconds, isoSeconds]) {
      for (const oddity of ODDITIES) expect(() => read(oddity)).not.toThrow();
    }
  });

  it('takes the fields of objects only', () => {
    expect(record({ a: 1 })).toEqual({ a: 1 });
    for (const other of [null, undefined, 'text', 3, [1]]) expect(record(other)).toEqual({});
  });

  it('leaves out of a list what is no object', () => {
    expect(records([{ a: 1 }, null, 'x', [], { b: 2 }])).toEqual([{ a: 1 }, { b: 2 }]);
    expect(records({ a: 1 })).toEqual([]);
  });

  it.each([
    ['abc', 'abc'],
    [' padded ', ' padded '],
    [14800001, '14800001'],
    [0, '0'],
    ['', null],
    ['  ', null],
    [NaN, null],
    [true, null],
    [null, null],
    ['Quiet\u0000 Harbour \ud83d', 'Quiet Harbour \ufffd'],
    [' \u0000', null],
  ])('reads %j as the text %j', (value, expected) => {
    expect(text(value)).toBe(expected);
  });

  it.each([
    [12, 12],
    ['12', 12],
    ['12.9', 12],
    [-3.7, -3],
    ['', null],
    [' ', null],
    ['12a', null],
    [2 ** 60, null],
    [null, null],
    [[7], null],
    [true, null],
  ])('reads %j as the whole number %j', (value, expected) => {
    expect(integer(value)).toBe(expected);
  });

  it.each([
    [true, true],
    [1, true],
    ['1', true],
    ['True', true],
    [false, false],
    [0, false],
    ['0', false],
    ['yes', false],
    [null, false],
  ])('reads %j as the flag %j', (value, expected) => {
    expect(flag(value)).toBe(expected);
  });

  it.each([
    [1753800000, 1753800000],
    ['1753800000', 1753800000],
    [0, null],
    [-5, null],
    ['', null],
  ])('reads %j as the time %j', (value, expected) => {
    expect(unixSeconds(value)).toBe(expected);
  });

  it.each([
    ['2024-03-06T10:00:00.0000000Z', 1709719200],
    ['2024-03-06T10:00:00+01:00', 1709715600],
    ['0001-01-01T00:00:00.0000000Z', null],
    ['yesterday', null],
    [1709719200, null],
  ])('reads the date %j as %j', (value, expected) => {
    expect(isoSeconds(value)).toBe(expected);
  });
});
