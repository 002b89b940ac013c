import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { IdentityChoice } from '../session/identity-choice.js';
import { API } from './api.js';

/** Keeps what the API says as a file, through the same way as every request: a connection by API token can, too. */
@Service()
export class FileSaver {
  private readonly http = inject(HttpClient);
  private readonly identity = inject(IdentityChoice);

  async save(path: string, filename: string): Promise<void> {
    const headers = { 'X-User': this.identity.current() };
    const content = await firstValueFrom(this.http.get(API + path, { headers, responseType: 'blob' }));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(content);
    link.download = filename;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
