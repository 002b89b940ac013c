import { DecimalPipe } from '@angular/common';
import { LOCALE_ID, Service, inject } from '@angular/core';
import { failureText } from '../../core/api/api-failure.js';
import type { RemovedParts } from '../../core/api/schema.gen.js';
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
    try {
      if (!(await this.isWanted(name, await this.registrar.holdings(name)))) return false;
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

  private counted(count: number, what: string): string {
    return `${this.number.transform(count)} ${what}${count === 1 ? '' : 's'}`;
  }

  private isWanted(name: string, { references, records }: RemovedParts): Promise<boolean> {
    return this.confirmation.ask({
      title: `Remove ${name}?`,
      points: [
        'The address, the token and the settings of this backend are deleted.',
        `What this backend said is deleted from the history: ${this.counted(references, 'reference')}.`,
        `${this.counted(records, 'item')} that no other backend knows ${records === 1 ? 'is' : 'are'} deleted from the history, with the play state.`,
        'Its waiting and running work is stopped.',
        'Nothing changes on the media server itself. This cannot be undone.',
      ],
      action: 'Remove backend',
      isDangerous: true,
      typed: name,
    });
  }
}
