export { embyAddress, baseAddress } from './base-address.js';
export { embyDevice, embyHeaders, mediaBrowserDevice, mediaBrowserHeader } from './credentials.js';
export { compactDate, isoDate } from './dates.js';
export type { Dialect } from './dialect.js';
export { legacyEndpoints, modernEndpoints, oldestEndpoints } from './endpoints.js';
export { canonicalId } from './ids.js';
export { MediaBrowserClient } from './mediabrowser.client.js';
export { signIn } from './sign-in.js';
export { isAtLeast } from './server-version.js';
