import { DecimalPipe } from '@angular/common';
import { LOCALE_ID, Service, inject } from '@angular/core';
import { failureText } from '../../core/api/api-failure.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { Notices } from '../../shared/notices/notices.js';
import { BackendRegistrar } from './backend-registrar.js';

/** Removes a backend after saying what goes with it. */
@Service()
export class BackendRemoval {
  private readonly registrar = inject(BackendRegistrar);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);
  private readonly number = new DecimalPipe(inject(LOCALE_ID));

  /** True when the backend is gone. */
  async remove(name: string): Promise<boolean> {
    if (!(await this.isWanted(name))) return false;
    try {
      const { deleted } = await this.registrar.remove(name);
      const references = `${this.number.transform(deleted.references)} references`;
      this.notices.say(
        `${name} was removed, with ${references} and ${this.number.transform(deleted.records)} history items.`,
      );
      return true;
    } catch (error) {
      this.notices.warn(`${name} was not removed. ${failureText(error)}`);
      return false;
    }
  }

  private isWanted(name: string): Promise<boolean> {
    return this.confirmation.ask({
      title: `Remove ${name}?`,
      points: [
        'The address, the token and the settings of this backend are deleted.',
        'What this backend said about each item is deleted from the history.',
        'Items that no other backend knows are deleted from the history, with their play state.',
        'Nothing changes on the media server itself. This cannot be undone.',
      ],
      action: 'Remove backend',
      isDangerous: true,
      typed: name,
    });
  }
}
