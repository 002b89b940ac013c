const SECRET = /(\/webhook\/b\d+)-[\w-]+$/;

const placeOf = (url: string): string | null => {
  const parsed = URL.parse(url);
  return parsed && `${parsed.host}${parsed.pathname.replace(/\/+$/, '').replace(SECRET, '$1')}`;
};

/** Whether two addresses are the same webhook of ours: secrets, which change with the API key, do not count. */
export function isHookOf(one: unknown, other: string): boolean {
  return typeof one === 'string' && placeOf(one) !== null && placeOf(one) === placeOf(other);
}
