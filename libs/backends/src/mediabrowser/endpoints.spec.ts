import { expect, it } from 'vitest';
import { legacyEndpoints, modernEndpoints, oldestEndpoints } from './endpoints.js';

it('names the user in every path or query', () => {
  expect([
    legacyEndpoints.items('u'),
    legacyEndpoints.item('u', '7'),
    legacyEndpoints.played('u', '7'),
    legacyEndpoints.userData?.('u', '7'),
  ]).toEqual(
    ['Items', 'Items/7', 'PlayedItems/7', 'Items/7/UserData'].map((rest) => ({
      path: `/Users/u/${rest}`,
      query: {},
    })),
  );
  expect([
    modernEndpoints.items('u'),
    modernEndpoints.item('u', '7'),
    modernEndpoints.played('u', '7'),
    modernEndpoints.userData?.('u', '7'),
  ]).toEqual(
    ['/Items', '/Items/7', '/UserPlayedItems/7', '/UserItems/7/UserData'].map((path) => ({
      path,
      query: { userId: 'u' },
    })),
  );
});

it('knows no place for positions on the oldest version', () => {
  expect(oldestEndpoints.userData).toBeNull();
});

it('lets no id change the path', () => {
  expect(modernEndpoints.item('u', '../Items?x=1').path).toBe('/Items/..%2FItems%3Fx%3D1');
  expect(legacyEndpoints.item('u/../v', '7').path).toBe('/Users/u%2F..%2Fv/Items/7');
});
