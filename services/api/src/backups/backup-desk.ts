import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import { ArchiveError, type BackupFile, BackupShelf, receiveBackup } from '#libs/archive';
import { GuidBook } from '#libs/directory';
import { DataFolder, Logger } from '#libs/runtime';
import busboy from 'busboy';
import type { Request } from 'express';
import { ApiProblem, invalid } from '../http/api-problem.js';
import type { BackupDto } from './backups.dto.js';

const STATUS = {
  'no-such-file': 404,
  'bad-name': 400,
  'name-taken': 409,
  'not-a-backup': 400,
  'not-a-history': 400,
  'not-a-zip': 400,
  'too-large': 413,
} as const;
const KEYS: Partial<Record<ArchiveError['key'], string>> = { 'no-such-file': 'backup-not-found' };

const toBackup = ({ name, type, size, at }: BackupFile): BackupDto => ({
  filename: name,
  type,
  size,
  date: at.toISOString(),
});

/** The files of the backup folder: shown, handed out, taken in, removed. */
@Injectable()
export class BackupDesk {
  private readonly shelf: BackupShelf;

  constructor(
    folder: DataFolder,
    @Inject(GuidBook) private readonly guids: GuidBook,
    private readonly logger: Logger,
  ) {
    this.shelf = new BackupShelf(folder.backup);
  }

  async list(): Promise<BackupDto[]> {
    return (await this.shelf.list()).map(toBackup);
  }

  /** Throws when there is no such backup. */
  async find(name: string): Promise<BackupDto> {
    return toBackup(await refusing(() => this.shelf.find(name)));
  }

  async download(name: string): Promise<StreamableFile> {
    const { file, stream } = await refusing(() => this.shelf.open(name));
    return new StreamableFile(stream, {
      type: name.endsWith('.json') ? 'application/json' : 'application/zip',
      disposition: `attachment; filename="${name}"`,
      length: file.size,
    });
  }

  async remove(name: string): Promise<void> {
    await refusing(() => this.shelf.remove(name));
    this.logger.info('backup removed', { file: name });
  }

  /** Takes the first file of a form. It is read as it arrives, and kept only when it is a backup. */
  async upload(request: Request): Promise<BackupDto> {
    const file = await refusing(() => this.receive(request));
    this.logger.info('backup uploaded', { file: file.name, bytes: file.size });
    return toBackup(file);
  }

  private receive(request: Request): Promise<BackupFile> {
    // Which ids count is the same for every kind of server.
    const rules = this.guids.rules('plex');
    return new Promise((resolve, reject) => {
      const form = openForm(request);
      let isTaken = false;
      form.on('file', (_field, content, { filename }) => {
        isTaken = true;
        // A form that breaks off ends its file as well, perhaps after nobody reads it any more: unheard, that ends the process.
        content.on('error', () => undefined);
        receiveBackup(this.shelf, { name: filename ?? '', rules }, content)
          .then(resolve, reject)
          .finally(() => content.resume());
      });
      form.on('close', () => {
        if (!isTaken) reject(noFile());
      });
      form.on('error', () => reject(noFile()));
      request.on('aborted', () => form.destroy());
      request.pipe(form);
    });
  }
}

const noFile = (): ApiProblem =>
  invalid([{ field: 'file', message: 'Send a form (multipart/form-data) with one file.' }]);

function openForm({ headers }: Request): busboy.Busboy {
  try {
    return busboy({ headers, limits: { files: 1, fields: 10, fieldSize: 1_024 } });
  } catch {
    throw noFile();
  }
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ArchiveError)
      throw new ApiProblem(STATUS[error.key], KEYS[error.key] ?? error.key, error.message);
    throw error;
  }
}
