/** The address of the API: without the web client's page, with the sub path (jellyfin-emby.md 1.1 and 2.3). */
export function baseAddress(entered: string): string {
  const address = URL.parse(entered.trim());
  // An address that cannot be read fails at the first call, in words for a person.
  if (!address) return entered.trim();
  const path = address.pathname.replace(/\/web(\/.*)?$/i, '').replace(/\/+$/, '');
  return `${address.origin}${path}`;
}

/** Some endpoints of Emby are only documented under `/emby`. */
export function embyAddress(entered: string): string {
  const base = baseAddress(entered);
  return /\/emby$/i.test(base) ? base : `${base}/emby`;
}
