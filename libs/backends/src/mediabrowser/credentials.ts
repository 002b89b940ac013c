import type { Connection } from '../media-server.js';

export type Headers = Readonly<Record<string, string>>;

const CLIENT = 'WatchState';

/** The servers decode each quoted value, so whatever a person entered stays one ASCII header (jellyfin-emby.md 1.1). */
const quoted = (values: Headers): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${encodeURIComponent(value)}"`)
    .join(', ');

/** How we show up in the server's list of devices; a changing device id would fill that list. */
const device = (to: Connection): Headers => ({
  Client: CLIENT,
  Device: CLIENT,
  DeviceId: to.deviceId,
  Version: to.version,
});

/** Names us without a credential: for calls to a server that has not been recognised yet. */
export const userAgent = (to: Connection): Headers => ({
  'User-Agent': `${CLIENT}/${encodeURIComponent(to.version)}`,
});

/** The only header that Jellyfin 12 still reads (jellyfin-emby.md 2.2). */
export const mediaBrowserHeader = (to: Connection): Headers => ({
  Authorization: `MediaBrowser ${quoted({ Token: to.token.trim(), ...device(to) })}`,
});

/** Emby's documented token header; the second header only names the device. */
export const embyHeaders = (to: Connection): Headers => ({
  'X-Emby-Token': encodeURIComponent(to.token.trim()),
  ...embyDevice(to),
});

/** A sign-in names the device and has no token yet (jellyfin-emby.md 2.2). */
export const mediaBrowserDevice = (to: Connection): Headers => ({
  Authorization: `MediaBrowser ${quoted(device(to))}`,
});

export const embyDevice = (to: Connection): Headers => ({
  'X-Emby-Authorization': `Emby ${quoted(device(to))}`,
});
