/** The kinds of media server there are. */
export const BACKEND_TYPES = ['plex', 'jellyfin', 'emby'] as const;
export type BackendType = (typeof BACKEND_TYPES)[number];

export const isBackendType = (text: string): text is BackendType =>
  BACKEND_TYPES.some((type) => type === text);
