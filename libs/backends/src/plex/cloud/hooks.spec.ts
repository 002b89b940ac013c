import { describe, expect, it } from 'vitest';
import { hooksBody, readHooks } from './hooks.js';

describe('the webhooks of an account', () => {
  it.each([
    [[{ url: 'https://one.test/a' }], ['https://one.test/a']],
    [{ webhooks: [{ url: 'https://one.test/a' }] }, ['https://one.test/a']],
    [[], []],
  ])('are read from %j', (body, urls) => {
    expect(readHooks(body)).toEqual(urls);
  });

  it.each([null, {}, '<html>', { webhooks: 5 }, [{ address: 'https://one.test' }]])(
    'are unknown in %j, so that the list is not replaced by a shorter one',
    (body) => {
      expect(readHooks(body)).toBeNull();
    },
  );

  it('quirk 62: are written as the whole list', () => {
    expect(hooksBody(['https://other.example.test/hook', 'https://app.example.test/v1/api/webhook'])).toBe(
      'urls%5B%5D=https%3A%2F%2Fother.example.test%2Fhook&urls%5B%5D=https%3A%2F%2Fapp.example.test%2Fv1%2Fapi%2Fwebhook',
    );
    expect(hooksBody([])).toBe('urls=');
  });
});
