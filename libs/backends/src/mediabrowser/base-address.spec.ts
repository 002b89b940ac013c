import { expect, it } from 'vitest';
import { baseAddress, embyAddress } from './base-address.js';

it.each([
  ['http://attic:8096', 'http://attic:8096', 'http://attic:8096/emby'],
  ['http://attic:8096/', 'http://attic:8096', 'http://attic:8096/emby'],
  ['https://host.example/media/', 'https://host.example/media', 'https://host.example/media/emby'],
  ['http://attic:8096/web/index.html#!/home', 'http://attic:8096', 'http://attic:8096/emby'],
  [
    'https://host.example/jellyfin/web',
    'https://host.example/jellyfin',
    'https://host.example/jellyfin/emby',
  ],
  ['https://host.example/emby/', 'https://host.example/emby', 'https://host.example/emby'],
  ['https://host.example/Emby/web/index.html', 'https://host.example/Emby', 'https://host.example/Emby'],
  [' http://attic:8096?x=1 ', 'http://attic:8096', 'http://attic:8096/emby'],
])('finds the API behind %s', (entered, jellyfin, emby) => {
  expect(baseAddress(entered)).toBe(jellyfin);
  expect(embyAddress(entered)).toBe(emby);
});
