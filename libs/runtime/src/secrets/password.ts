import { scrypt, type ScryptOptions, timingSafeEqual } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';

/** Argon2id, the least that OWASP asks for; more memory would hurt a small machine when several sign in at once. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash names its parameters, so that they can be raised later without locking anybody out. */
export const hashPassword = (password: string): Promise<string> => hash(sameForm(password), PARAMETERS);

/** False for a wrong password and for a hash that is not one of ours. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  try {
    return stored.startsWith('scrypt$')
      ? await verifyScrypt(password, stored)
      : await verify(stored, sameForm(password));
  } catch {
    return false;
  }
}

/** Whether a password is stored in a form, or with a strength, of before; it is hashed anew when it is next known. */
export function isOldHash(stored: string): boolean {
  if (stored.startsWith('scrypt$')) return true;
  const { memoryCost, timeCost } = parseOptions(stored);
  return memoryCost < PARAMETERS.memoryCost || timeCost < PARAMETERS.timeCost;
}

/** Accents can be typed in two ways. */
const sameForm = (password: string): string => password.normalize('NFKC');

const KEY_BYTES = 32;
/** Refuses a stored hash that would ask for more than this. */
const MOST_MEMORY = 256 * 1024 * 1024;

/** The form of the first versions. */
async function verifyScrypt(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt, key] = stored.split('$');
  if (!salt || !key) return false;
  const wanted = Buffer.from(key, 'base64url');
  if (wanted.length !== KEY_BYTES) return false;
  const parameters = { N: Number(N), r: Number(r), p: Number(p), maxmem: MOST_MEMORY };
  return timingSafeEqual(
    await derive(sameForm(password), Buffer.from(salt, 'base64url'), parameters),
    wanted,
  );
}

const derive = (password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
