import { Service, inject } from '@angular/core';
import { failureText } from '../../core/api/api-failure.js';
import type { RemovedParts } from '../../core/api/schema.gen.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { Notices } from '../../shared/notices/notices.js';
import { BackendRegistrar } from './backend-registrar.js';
import { numberText, plural } from '../../shared/words.js';

/** Removes a backend after saying what goes with it. */
@Service()
export class BackendRemoval {
  private readonly registrar = inject(BackendRegistrar);
  private readonly confirmation = inject(Confirmation);
  private readonly notices = inject(Notices);

  /** True when the backend is gone. */
  async remove(name: string): Promise<boolean> {
    try {
      if (!(await this.isWanted(name, await this.registrar.holdings(name)))) return false;
      const { deleted } = await this.registrar.remove(name);
      const [references, records] = [numberText(deleted.references), numberText(deleted.records)];
      this.notices.say(
        $localize`${name}:name: was removed, with ${references}:references: references and ${records}:records: history items.`,
      );
      return true;
    } catch (error) {
      this.notices.warn($localize`${name}:name: was not removed. ${failureText(error)}:reason:`);
      return false;
    }
  }

  private isWanted(name: string, { references, records }: RemovedParts): Promise<boolean> {
    return this.confirmation.ask({
      title: $localize`Remove ${name}:name:?`,
      points: [
        $localize`The address, the token and the settings of this backend are deleted.`,
        plural(references, {
          one: $localize`What this backend said is deleted from the history: 1 reference.`,
          other: $localize`What this backend said is deleted from the history: ${numberText(references)}:count: references.`,
        }),
        plural(records, {
          one: $localize`1 item that no other backend knows is deleted from the history, with the play state.`,
          other: $localize`${numberText(records)}:count: items that no other backend knows are deleted from the history, with the play state.`,
        }),
        $localize`Its waiting and running work is stopped.`,
        $localize`Nothing changes on the media server itself. This cannot be undone.`,
      ],
      action: $localize`Remove backend`,
      isDangerous: true,
      typed: name,
    });
  }
}
