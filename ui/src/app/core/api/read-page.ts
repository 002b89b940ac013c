/** The page that an address asks for; nonsense is the first page. */
export function readPage(value: string | undefined): number {
  const page = Number(value);
  return Number.isInteger(page) && page > 0 ? page : 1;
}
