import { expect, it } from 'vitest';
import { isAtLeast, majorOf } from './server-version.js';

it.each([
  ['10.8.13', '10.9', false],
  ['10.9.0', '10.9', true],
  ['10.11.11', '10.9', true],
  ['12.0.0', '10.9', true],
  ['12', '10.9', true],
  ['9.9.9', '10.8', false],
  ['10.10.0-rc1', '10.10', true],
  ['4.9.1.80', '4.7', true],
  ['4.6.9.9', '4.7', false],
  ['4.7', '4.7.0.0', true],
  ['nightly', '10.8', false],
  ['', '10.8', false],
])('%s is at least %s: %s', (version, minimum, expected) => {
  expect(isAtLeast(version, minimum)).toBe(expected);
});

it.each([
  ['10.11.11', 10],
  ['4.9.1.80', 4],
  ['nightly', 0],
])('the major version of %s is %i', (version, major) => {
  expect(majorOf(version)).toBe(major);
});
