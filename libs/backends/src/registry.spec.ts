import { describe, expect, it } from 'vitest';
import { BACKEND_TYPES } from './media-server.js';
import { backendOf, backends } from './registry.js';

describe('the registry of backend types', () => {
  it('knows every type under its own name', () => {
    expect(Object.keys(backends).toSorted()).toEqual([...BACKEND_TYPES].toSorted());
    for (const type of BACKEND_TYPES)
      expect(backendOf(type)).toMatchObject({ type, label: expect.stringMatching(/^[A-Z]/) as string });
  });

  it('reads any payload of any type without throwing', () => {
    for (const type of BACKEND_TYPES) {
      for (const payload of [null, undefined, 'text', 7, [], {}, { event: {} }, { Event: [] }]) {
        expect(backendOf(type).readWebhook(payload).kind).toBe('ignored');
      }
    }
  });
});
