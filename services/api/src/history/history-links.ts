import type { PagingDto } from '../http/paging.js';
import { present } from '../http/present.js';
import { API } from '../http/prefix.js';
import type { HistoryLinksDto } from './history.dto.js';
import type { HistoryListQuery } from './history-query.dto.js';

/** Addresses of the neighbouring pages with the same filters; never with a credential. */
export function linksOf(query: HistoryListQuery, paging: PagingDto): HistoryLinksDto {
  const to = (page: number): string => `/${API}/history?${parameters(query, page)}`;
  const toMaybe = (page: number | null): string | null => (page === null ? null : to(page));
  return {
    self: to(paging.current_page),
    first_url: to(paging.first_page),
    next_url: toMaybe(paging.next_page),
    prev_url: toMaybe(paging.prev_page),
    last_url: to(paging.last_page),
  };
}

function parameters({ page: _, sort, ...others }: HistoryListQuery, page: number): string {
  const parameters = new URLSearchParams({ page: String(page) });
  for (const [name, value] of Object.entries(present(others))) parameters.set(name, String(value));
  for (const by of sort) parameters.append('sort', by);
  return parameters.toString();
}
