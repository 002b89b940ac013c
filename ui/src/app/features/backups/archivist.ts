import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { API, Api } from '../../core/api/api.js';
import { FileSaver } from '../../core/api/file-saver.js';
import type { Backup, StartedBackups } from '../../core/api/schema.gen.js';
import { IdentityChoice } from '../../core/session/identity-choice.js';

const pathOf = (filename: string): string => `system/backup/${encodeURIComponent(filename)}`;

/** Makes, takes in, hands out, restores and deletes files with play states. */
@Service()
export class Archivist {
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);
  private readonly files = inject(FileSaver);
  private readonly identity = inject(IdentityChoice);

  make(): Promise<StartedBackups> {
    return this.api.post<StartedBackups>('system/backup', { identity: this.identity.current(), keep: true });
  }

  /** A rehearsal: what a restore would change is then listed by its run. */
  async rehearse(filename: string, backend: string): Promise<string> {
    const order = { identity: this.identity.current(), backend, dry_run: true };
    return (await this.api.post<{ readonly run_id: string }>(`${pathOf(filename)}/restore`, order)).run_id;
  }

  upload(file: File): Promise<Backup> {
    const form = new FormData();
    form.append('file', file);
    return firstValueFrom(this.http.post<Backup>(`${API}system/backup/upload`, form));
  }

  remove(filename: string): Promise<unknown> {
    return this.api.delete(pathOf(filename));
  }

  download(filename: string): Promise<void> {
    return this.files.save(pathOf(filename), filename);
  }
}
