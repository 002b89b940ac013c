import { describe, expect, it } from 'vitest';
import { isSafeTarget } from './host-check.js';

describe('the target of a checked address', () => {
  it.each([
    '127.0.0.1',
    '::1',
    '192.168.1.10',
    '10.0.0.2',
    '172.17.0.3',
    '93.184.216.34',
    'fd12:3456::1',
    '::ffff:192.168.1.10',
  ])('may be %s', (address) => expect(isSafeTarget(address)).toBe(true));

  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '255.255.255.255',
    'localhost',
    '',
  ])('may not be %s', (address) => expect(isSafeTarget(address)).toBe(false));
});
