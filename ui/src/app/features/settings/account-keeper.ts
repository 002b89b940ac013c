import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';

export interface PasswordChange {
  readonly current_password: string;
  readonly new_password: string;
}

/** Changes the password, and ends sessions. */
@Service()
export class AccountKeeper {
  private readonly api = inject(Api);

  changePassword(change: PasswordChange): Promise<unknown> {
    return this.api.put('system/auth/change_password', change);
  }

  endAllSessions(): Promise<unknown> {
    return this.api.delete('system/auth/sessions');
  }
}
