import { Component, computed, inject } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import type { BackendType, PlexServer } from '../../../core/api/schema.gen.js';
import { Field } from '../../../shared/field/field.js';
import { Icon } from '../../../shared/icon/icon.js';
import { AddWizard } from './add-wizard.js';
import { CheckList } from './check-list.js';

const URL_EXAMPLE: Readonly<Record<BackendType, string>> = {
  plex: 'http://192.168.1.20:32400',
  jellyfin: 'http://192.168.1.20:8096',
  emby: 'http://192.168.1.20:8096',
};

/** Where the server is, and whether it answers. */
@Component({
  selector: 'app-connection-step',
  imports: [CheckList, Field, FormField, Icon, MatButton],
  templateUrl: './connection-step.html',
  styleUrl: '../backend-form.scss',
})
export class ConnectionStep {
  protected readonly wizard = inject(AddWizard);
  protected readonly example = computed(() => URL_EXAMPLE[this.wizard.draft().type]);

  protected waysOf({ local, relay, plex_direct: isDirect, online, owned }: PlexServer): string {
    const ways = [
      relay ? $localize`through Plex, slow` : local ? $localize`in your network` : $localize`from outside`,
      isDirect ? $localize`needs the names of plex.direct` : '',
      owned ? '' : $localize`shared with you`,
      online ? '' : $localize`not seen just now`,
    ];
    return ways.filter(Boolean).join(', ');
  }
}
