import { describe, expect, it } from 'vitest';
import { isWantedLibrary } from './wanted-libraries.js';

describe('the libraries that a person wants read', () => {
  it.each([
    ['all of them, with no option', {}, ['1', '2', '3']],
    ['none that is ignored', { ignore: ' 2 , 3,' }, ['1']],
    ['only the selected ones', { LIBRARY_SELECT: '1, 3' }, ['1', '3']],
    ['all but the selected ones, turned round', { LIBRARY_SELECT: '1', LIBRARY_INVERSE: true }, ['2', '3']],
    ['all of them, with nothing to turn round', { LIBRARY_INVERSE: true }, ['1', '2', '3']],
    ['none that is ignored, even when it is selected', { LIBRARY_SELECT: '1,2', ignore: '2' }, ['1']],
  ])('are %s', (_, options, wanted) => {
    expect(['1', '2', '3'].filter((id) => isWantedLibrary(options, id))).toEqual(wanted);
  });
});
