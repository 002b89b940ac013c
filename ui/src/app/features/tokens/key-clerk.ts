import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { AddedNamedToken, NewNamedToken } from '../../core/api/schema.gen.js';

/** Makes named tokens, and takes them back. */
@Service()
export class KeyClerk {
  private readonly api = inject(Api);

  add(wanted: NewNamedToken): Promise<AddedNamedToken> {
    return this.api.post<AddedNamedToken>('system/tokens', wanted);
  }

  revoke(id: number): Promise<unknown> {
    return this.api.delete(`system/tokens/${id}`);
  }
}
