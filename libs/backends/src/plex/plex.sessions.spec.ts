import { describe, expect, it } from 'vitest';
import { readPlaying } from './plex.sessions.js';

const session = (id: string, thumb: string, ratingKey: unknown = '101') => ({
  ratingKey,
  User: { id, thumb },
});
const by = (user: string | null, ids: readonly string[]) => ({ user, ids });

describe('the sessions of a Plex server', () => {
  it.each([
    ['by the number of the account', session('77', ''), by('77', ['101'])],
    [
      'by the id in the picture',
      session('5', 'https://plex.tv/users/abc123/avatar?c=1'),
      by('abc123', ['101']),
    ],
    ["the owner's, whoever asks", session('1', ''), by('abc123', ['101'])],
    ["not another person's", session('5', 'https://plex.tv/users/other/avatar'), by('abc123', [])],
    ['not one without an item', session('77', '', null), by('77', [])],
    ['only the owner’s when nobody is set', session('77', ''), by(null, [])],
  ])('are known %s', (_, given, { user, ids }) => {
    expect(readPlaying([{ ...given }], { id: user, uuid: null })).toEqual(ids);
  });

  const avatar = (uuid: string) => `https://plex.tv/users/${uuid}/avatar?c=1`;

  it.each([
    { what: "the owner's own", given: session('1', avatar('a1b2')), uuid: 'a1b2', ids: ['101'] },
    { what: "not the owner's, for another", given: session('1', avatar('a1b2')), uuid: 'c3d4', ids: [] },
    { what: "the owner's, without a picture", given: session('1', ''), uuid: 'c3d4', ids: ['101'] },
    {
      what: 'a number as a number',
      given: { ratingKey: '101', User: { id: 77 } },
      uuid: 'c3d4',
      ids: ['101'],
    },
  ])('are told apart by the uuid: $what', ({ given, uuid, ids }) => {
    expect(readPlaying([given], { id: '77', uuid })).toEqual(ids);
  });
});
