import { expect, it } from 'vitest';
import { libraryAt } from './library-finder.js';

const folders = [
  { libraryId: 'movies', path: '/media/movies' },
  { libraryId: 'films', path: '/media/movies-4k/' },
  { libraryId: 'anime', path: '/media/movies/anime' },
  { libraryId: 'windows', path: 'D:\\Shows' },
];

it.each([
  ['/media/movies/Night Ferry (2021)/Night Ferry.mkv', 'movies'],
  ['/media/movies-4k/Night Ferry.mkv', 'films'],
  ['/media/movies/anime/Paper Boats.mkv', 'anime'],
  ['D:\\Shows\\Harbor Street\\S01E01.mkv', 'windows'],
  ['/media/moviesold/Night Ferry.mkv', null],
  ['/elsewhere/Night Ferry.mkv', null],
  [null, null],
])('the library of %s is %s', (file, library) => {
  expect(libraryAt(file, folders)).toBe(library);
});
