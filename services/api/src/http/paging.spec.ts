import { describe, expect, it } from 'vitest';
import { pagingOf, slice } from './paging.js';

describe('paging', () => {
  it.each([
    [
      { total: 0, page: 1, perpage: 12 },
      { next_page: null, prev_page: null, last_page: 1 },
    ],
    [
      { total: 12, page: 1, perpage: 12 },
      { next_page: null, prev_page: null, last_page: 1 },
    ],
    [
      { total: 13, page: 1, perpage: 12 },
      { next_page: 2, prev_page: null, last_page: 2 },
    ],
    [
      { total: 13, page: 2, perpage: 12 },
      { next_page: null, prev_page: 1, last_page: 2 },
    ],
    [
      { total: 13, page: 9, perpage: 12 },
      { next_page: null, prev_page: 2, last_page: 2 },
    ],
    [
      { total: 0, page: 4, perpage: 12 },
      { next_page: null, prev_page: 1, last_page: 1 },
    ],
  ])('of %j knows its neighbours', ({ total, page, perpage }, wanted) => {
    expect(pagingOf(total, { page, perpage })).toEqual({
      total,
      perpage,
      current_page: page,
      first_page: 1,
      ...wanted,
    });
  });

  it('counts from the first page', () => {
    expect(slice({ page: 1, perpage: 25 })).toEqual({ limit: 25, offset: 0 });
    expect(slice({ page: 4, perpage: 25 })).toEqual({ limit: 25, offset: 75 });
  });
});
