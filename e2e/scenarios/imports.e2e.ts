import { afterAll, beforeAll, describe } from 'vitest';
import { StoryBook } from '../harness/index.js';
import { explanations } from './explanations.js';
import { firstImports } from './first-imports.js';
import { unmarks } from './unmarks.js';
import { viewings } from './viewings.js';

/**
 * Sections A to C of the scenarios, each on a title of its own; all titles are read in the same rounds, Plex first,
 * then Jellyfin, then Emby. Nothing was ever exported, so nothing is written anywhere.
 */
describe('imports of three servers, by scenario', () => {
  const book = new StoryBook();

  beforeAll(() => book.play());
  afterAll(() => book.close());

  firstImports(book);
  viewings(book);
  unmarks(book);
  explanations(book);
});
