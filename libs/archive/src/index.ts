export { ArchiveError } from './archive-error.js';
export { BackupShelf, type BackupFile } from './backup-shelf.js';
export { BackupDraft, type BackupPage } from './backup-draft.js';
export { readBackup, type BackupLine } from './backup-reader.js';
export { receiveBackup } from './backup-upload.js';
export { OldHistory, type OldPage } from './old-history.js';
export { unpack } from './unpack.js';
