// What every part of the interface speaks of.

export interface ServerInfo {
  readonly uuid: string;
  readonly name: string;
  readonly version: string;
}

export interface RemoteUser {
  readonly id: string;
  readonly name: string;
  readonly admin: boolean;
}

export interface Library {
  readonly id: string;
  readonly title: string;
  readonly type: 'movie' | 'show' | 'mixed' | 'other';
  /** Whether movies or episodes can be read from it. */
  readonly supported: boolean;
  /** The vendor's own word for what is in it, e.g. `tvshows`. */
  readonly contentType?: string;
  /** Who finds the metadata and the files, where the vendor tells (Plex). */
  readonly agent?: string;
  readonly scanner?: string;
}

export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
}
