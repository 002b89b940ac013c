import { listSentence, type ListEntry } from '#libs/core';
import type { PlaylistChange, PlaylistRecord, PlaylistSync } from '#libs/database';
import type {
  PlaylistChangeDto,
  PlaylistDetailDto,
  PlaylistDto,
  PlaylistEntryDto,
  PlaylistSyncTimesDto,
  PlaylistVersionDto,
} from './playlists.dto.js';

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

const toEntry = ({ itemId, title }: ListEntry): PlaylistEntryDto => ({ item_id: itemId, title });

const summaryOf = (record: PlaylistRecord) => ({
  id: record.id,
  title: record.title,
  items: record.entries.length,
  via: record.via,
  changed_at: iso(record.versionAt),
  deleted_at: iso(record.deletedAt),
  copies: record.copies.map(({ remoteId, isPartial, because, versionAt, seenAt, ...copy }) => ({
    ...copy,
    id: remoteId,
    partial: isPartial,
    reason: because,
    changed_at: versionAt.toISOString(),
    seen_at: seenAt.toISOString(),
  })),
});

export const toPlaylist = (record: PlaylistRecord): PlaylistDto => summaryOf(record);

export const toPlaylistDetail = (record: PlaylistRecord): PlaylistDetailDto => ({
  ...summaryOf(record),
  entries: record.entries.map(toEntry),
});

export const toSyncTimes = ({ backend, readAt, writtenAt }: PlaylistSync): PlaylistSyncTimesDto => ({
  backend,
  read_at: iso(readAt),
  written_at: iso(writtenAt),
});

const toVersion = (
  version: { readonly title: string; readonly entries: readonly ListEntry[] } | null,
): PlaylistVersionDto | null => version && { title: version.title, entries: version.entries.map(toEntry) };

export const toPlaylistChange = (change: PlaylistChange): PlaylistChangeDto => ({
  id: change.id,
  playlist_id: change.playlistId,
  run_id: change.runId,
  backend: change.backend,
  title: change.title,
  action: change.action,
  rule: change.rule,
  status: change.status,
  reason: change.reason,
  sentence: listSentence(change),
  before: toVersion(change.before),
  after: toVersion(change.after),
  partial: (change.after?.partOf ?? null) !== null,
  at: change.at.toISOString(),
});
