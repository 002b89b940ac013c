import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type { Setting } from '../../core/api/schema.gen.js';

const pathOf = (key: string): string => `system/env/${encodeURIComponent(key)}`;

/** Sets and unsets settings; they count without a restart where they can. */
@Service()
export class SettingWriter {
  private readonly api = inject(Api);

  set(key: string, value: string): Promise<Setting> {
    return this.api.post<Setting>(pathOf(key), { value });
  }

  unset(key: string): Promise<Setting> {
    return this.api.delete<Setting>(pathOf(key));
  }
}
