import { ApiSchema } from '@nestjs/swagger';
import { OptionalNumber, ShownNumber } from './fields.js';

const LAST_PAGE = 1_000_000;
const MOST_PER_PAGE = 1_000;

export class PageQuery {
  @OptionalNumber({ min: 1, max: LAST_PAGE }, { default: 1 })
  readonly page: number = 1;

  @OptionalNumber({ min: 1, max: MOST_PER_PAGE }, { default: 12 })
  readonly perpage: number = 12;
}

@ApiSchema({ name: 'Paging' })
export class PagingDto {
  @ShownNumber()
  readonly total: number;

  @ShownNumber()
  readonly perpage: number;

  @ShownNumber()
  readonly current_page: number;

  @ShownNumber()
  readonly first_page: number;

  @ShownNumber({ nullable: true })
  readonly next_page: number | null;

  @ShownNumber({ nullable: true })
  readonly prev_page: number | null;

  @ShownNumber()
  readonly last_page: number;
}

/** The history form of paging (rest-api.md 1.5). An empty list has one, empty page. */
export function pagingOf(total: number, { page, perpage }: PageQuery): PagingDto {
  const last = Math.max(1, Math.ceil(total / perpage));
  return {
    total,
    perpage,
    current_page: page,
    first_page: 1,
    next_page: page < last ? page + 1 : null,
    prev_page: page > 1 ? Math.min(page - 1, last) : null,
    last_page: last,
  };
}

export const slice = ({ page, perpage }: PageQuery): { readonly limit: number; readonly offset: number } => ({
  limit: perpage,
  offset: (page - 1) * perpage,
});
