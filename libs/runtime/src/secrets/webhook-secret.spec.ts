import { describe, expect, it } from 'vitest';
import { backendOfSecret, webhookSecret } from './webhook-secret.js';

const KEY = '0123456789abcdef0123456789abcdef';

describe('the secret of a webhook address', () => {
  it('names its backend to whoever holds the key', () => {
    expect(backendOfSecret(KEY, webhookSecret(KEY, 7))).toBe(7);
    expect(webhookSecret(KEY, 7)).not.toContain(KEY);
  });

  it('is good for no other backend, and not after the key has changed', () => {
    const secret = webhookSecret(KEY, 7);
    expect(backendOfSecret(KEY, secret.replace('b7-', 'b8-'))).toBeNull();
    expect(backendOfSecret('another key', secret)).toBeNull();
    expect(backendOfSecret('', webhookSecret('', 7))).toBeNull();
  });

  it.each([
    '',
    'b7',
    'deliveries',
    'b7-short',
    `${webhookSecret(KEY, 7)}x`,
    `b99999999999-${'a'.repeat(43)}`,
  ])('is not %j', (text) => {
    expect(backendOfSecret(KEY, text)).toBeNull();
  });
});
