import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'wst_';
const FORM = /^wst_[\w-]{43}$/;

/** A new named key: 256 random bits. The prefix lets people, and scanners for leaked secrets, know it. */
export const newAccessKey = (): string => `${PREFIX}${randomBytes(32).toString('base64url')}`;

export const isAccessKey = (text: string): boolean => FORM.test(text);

/** What is stored of it. It is random and long, so a plain hash cannot be guessed. */
export const hashAccessKey = (key: string): string => createHash('sha256').update(key).digest('hex');
