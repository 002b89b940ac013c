import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signToken, verifyToken } from './login-token.js';
import { hashAccessKey, isAccessKey, newAccessKey } from './access-key.js';
import { hashPassword, isOldHash, verifyPassword } from './password.js';
import { sameSecret } from './same-secret.js';
import { CannotOpenSecret, SecretBox } from './secret-box.js';

const KEY = 'a1'.repeat(32);

describe('a secret box', () => {
  const box = new SecretBox(KEY);

  it('opens what it sealed', () => {
    expect(box.open(box.seal('tok€n'))).toBe('tok€n');
    expect(box.open(box.seal(''))).toBe('');
  });

  it('never seals the same text to the same bytes', () => {
    expect(box.seal('token')).not.toBe(box.seal('token'));
  });

  it('does not open what another key sealed, or what was changed', () => {
    const sealed = box.seal('token');
    const changed = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
    expect(() => new SecretBox('b2'.repeat(32)).open(sealed)).toThrow(CannotOpenSecret);
    expect(() => box.open(changed)).toThrow(CannotOpenSecret);
    expect(() => box.open('plain text')).toThrow(CannotOpenSecret);
    expect(() => box.open('v1.')).toThrow(CannotOpenSecret);
  });

  it('wants a whole key', () => {
    expect(() => new SecretBox('a1b2')).toThrow('64 hexadecimal digits');
  });
});

describe('two secrets', () => {
  it('are the same only when they are equal and not empty', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abd')).toBe(false);
    expect(sameSecret('abc', 'abcd')).toBe(false);
    expect(sameSecret('', '')).toBe(false);
  });
});

describe('a password', () => {
  it('is known again by its hash, and no other is', async () => {
    const hash = await hashPassword('correct horse');
    expect(await verifyPassword('correct horse', hash)).toBe(true);
    expect(await verifyPassword('correct hors', hash)).toBe(false);
  });

  it('has a hash that tells its parameters and not the password', async () => {
    const hash = await hashPassword('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(await hashPassword('correct horse')).not.toBe(hash);
  });

  it('is the same however its accents were typed', async () => {
    expect(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true);
  });

  it('is still known in the form of the first versions, which is to be replaced', async () => {
    const key = scryptSync('correct horse', 'salt of sixteen!', 32, { N: 1_024, r: 8, p: 1 });
    const salt = Buffer.from('salt of sixteen!').toString('base64url');
    const old = `scrypt$1024$8$1$${salt}$${key.toString('base64url')}`;
    expect(await verifyPassword('correct horse', old)).toBe(true);
    expect(await verifyPassword('correct hors', old)).toBe(false);
    expect(isOldHash(old)).toBe(true);
    expect(isOldHash(await hashPassword('correct horse'))).toBe(false);
    expect(isOldHash('$argon2id$v=19$m=4096,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAA')).toBe(
      true,
    );
  });

  it.each(['', 'nonsense', 'scrypt$1$8$1$AAAA$AAAA', `scrypt$3$8$1$AAAA$${'A'.repeat(43)}`])(
    'does not match the broken hash "%s"',
    async (hash) => {
      expect(await verifyPassword('correct horse', hash)).toBe(false);
    },
  );
});

describe('a login token', () => {
  const token = { user: 'ana', issuedAt: 1_700_000_000, generation: 3 };

  it('gives back what was signed', () => {
    expect(verifyToken(signToken(token, KEY), KEY)).toEqual(token);
  });

  it('is nothing when it was signed with another secret, or changed', () => {
    const text = signToken(token, KEY);
    const [, signature = ''] = text.split('.');
    const forged = Buffer.from(JSON.stringify(['root', 1, 3])).toString('base64url');
    expect(verifyToken(text, 'another secret')).toBeNull();
    expect(verifyToken(`${forged}.${signature}`, KEY)).toBeNull();
    expect(verifyToken(`${text}.more`, KEY)).toBeNull();
    expect(verifyToken('', KEY)).toBeNull();
  });
});

describe('a named key', () => {
  it('is long, random, and known by its look', () => {
    const key = newAccessKey();
    expect(key).not.toBe(newAccessKey());
    expect(isAccessKey(key)).toBe(true);
    for (const other of ['', KEY, `${key}x`, key.slice(0, -1), ` ${key}`])
      expect(isAccessKey(other)).toBe(false);
    expect(hashAccessKey(key)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashAccessKey(key)).not.toContain(key.slice(4));
  });
});
