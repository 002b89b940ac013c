import type { SearchableDto } from './history.dto.js';

const entry = (key: string, type: string, description: string): SearchableDto => ({ key, type, description });

/** By what a history can be searched; each is a parameter of the list. */
export const SEARCHABLE: readonly SearchableDto[] = [
  entry('id', 'number', 'Our own id of the item'),
  entry('watched', 'flag', '1 for watched, 0 for unwatched'),
  entry('via', 'text', 'The backend that the newest change came from'),
  entry('year', 'number', 'Year'),
  entry('type', 'choice', 'movie or episode'),
  entry('title', 'text', 'A part of the title of the movie or show'),
  entry('subtitle', 'text', 'A part of the title of the episode'),
  entry('season', 'number', 'Season'),
  entry('episode', 'number', 'Number of the episode'),
  entry('parent', 'id', 'An id of the show: provider://id'),
  entry('guids', 'id', 'An id of the item: provider://id'),
  entry('rguid', 'id', 'An id of the show with season and number: provider://id/season/number'),
  entry('path', 'text', 'The beginning of the path of a file'),
  entry('genres', 'text', 'A genre, as a backend names it; several by comma'),
  entry('metadata', 'flag', 'With key (id or path) and value: what a backend shows'),
];
