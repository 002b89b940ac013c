import type { BackendType } from '#libs/core';

/** What a person does where we cannot; ready to be copied. */
const STEPS: Readonly<Record<BackendType, readonly string[]>> = {
  plex: [
    'Sign in to plex.tv with the account that owns the server; webhooks need Plex Pass.',
    'Open Account, Webhooks, Add Webhook.',
    'Paste the address and save.',
    'Without Plex Pass: switch on the option LISTEN of this backend instead.',
  ],
  jellyfin: [
    'Open Dashboard, Plugins, and install Webhook if it is not there; restart the server.',
    'In its settings choose Add Generic Destination and paste the address as Webhook Url.',
    'Tick Item Added, Playback Start, Playback Progress, Playback Stop and User Data Saved; the item types Movies and Episodes; Send All Properties.',
    'Add the header Content-Type with the value application/json, then save.',
  ],
  emby: [
    'Open Settings, Notifications, Add Notification, Webhooks; webhooks need Emby Premiere.',
    'Paste the address as Url and choose application/json.',
    'Tick New Media Added, all of Playback, and Mark Played and Mark Unplayed of Users, then save.',
  ],
};

export const stepsFor = (type: BackendType): readonly string[] => STEPS[type];
