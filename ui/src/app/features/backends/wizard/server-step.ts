import { Component, computed, inject, signal } from '@angular/core';
import { FormField } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { BackendType } from '../../../core/api/schema.gen.js';
import { BackendMark, typeName } from '../../../shared/backend-mark/backend-mark.js';
import { Field } from '../../../shared/field/field.js';
import { Icon } from '../../../shared/icon/icon.js';
import { AddWizard } from './add-wizard.js';
import { PlexSignIn } from './plex-sign-in.js';

const TOKEN_HELP: Readonly<Record<BackendType, string>> = {
  plex: $localize`The X-Plex-Token of the owner of the server; signing in below fills it in.`,
  jellyfin: $localize`An API key (Dashboard › API Keys › +), or username:password of a user.`,
  emby: $localize`An API key (Settings › API Keys › New API Key), or username:password of a user.`,
};

/** Which kind of server, and how it lets us in. */
@Component({
  selector: 'app-server-step',
  imports: [BackendMark, Field, FormField, Icon, MatButton, RouterLink],
  providers: [PlexSignIn],
  templateUrl: './server-step.html',
  styleUrl: '../backend-form.scss',
})
export class ServerStep {
  protected readonly wizard = inject(AddWizard);
  protected readonly signIn = inject(PlexSignIn);
  protected readonly types: readonly BackendType[] = ['plex', 'jellyfin', 'emby'];
  protected readonly typeName = typeName;
  protected readonly words = { hide: $localize`Hide token`, show: $localize`Show token` };
  protected readonly isVisible = signal(false);
  protected readonly help = computed(() => TOKEN_HELP[this.wizard.draft().type]);

  protected signInToPlex(): Promise<void> {
    return this.signIn.begin((token) => this.wizard.change({ token }));
  }
}
