import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Api } from '../../../core/api/api.js';
import { failureText } from '../../../core/api/api-failure.js';
import type {
  BackendHealthReport,
  BackendUser,
  Capability,
  PlayingSession,
  ServerInfo,
} from '../../../core/api/schema.gen.js';
import { FailedNote } from '../../../shared/failed-note/failed-note.js';
import { Icon } from '../../../shared/icon/icon.js';
import { LoadingNote } from '../../../shared/loading-note/loading-note.js';
import { RelativeTime } from '../../../shared/relative-time/relative-time.js';
import { StatusPill, type Tone } from '../../../shared/status-pill/status-pill.js';
import { durationText, positionText } from '../../../shared/time-text.js';

const CAPABILITIES: Readonly<Record<Capability['key'], string>> = {
  progress: $localize`Resume positions`,
  'played-dates': $localize`Dates of viewings`,
  sessions: $localize`Sessions of everybody`,
  users: $localize`List of users`,
  'other-users': $localize`Other users by this token`,
  webhooks: $localize`Webhooks`,
  'webhook-registration': $localize`Webhooks set up from here`,
  playlists: $localize`Playlists`,
};

const TOKENS: Readonly<
  Record<BackendHealthReport['token_state'], { readonly text: string; readonly tone: Tone }>
> = {
  ok: { text: $localize`Token accepted`, tone: 'good' },
  rejected: { text: $localize`Token rejected`, tone: 'bad' },
  'wrong-user': { text: $localize`Token of another user`, tone: 'bad' },
  unknown: { text: $localize`Token not checked`, tone: 'quiet' },
};

/** A clock that is further off than this puts viewings in the wrong order. */
const SKEW_MATTERS_MS = 60_000;

/** What the server behind a backend says about itself, who is on it, and what is playing. */
@Component({
  selector: 'app-backend-server',
  imports: [FailedNote, Icon, LoadingNote, MatButton, RelativeTime, StatusPill],
  templateUrl: './backend-server.html',
  styleUrl: './backend-server.scss',
})
export class BackendServer {
  readonly name = input.required<string>();

  private readonly api = inject(Api);
  protected readonly health = httpResource<BackendHealthReport>(() => this.read('health'));
  protected readonly info = httpResource<ServerInfo>(() => this.read('info'));
  protected readonly users = httpResource<readonly BackendUser[]>(() => this.read('users'));
  protected readonly sessions = httpResource<readonly PlayingSession[]>(() => this.read('sessions'));
  protected readonly token = computed(() =>
    this.health.hasValue() ? TOKENS[this.health.value().token_state] : TOKENS.unknown,
  );
  protected readonly failureText = failureText;
  protected readonly positionText = positionText;

  protected capabilityText(key: Capability['key']): string {
    return CAPABILITIES[key];
  }

  protected traitsOf({ admin, guest, hidden, restricted, disabled, protected: hasPin }: BackendUser): string {
    const traits: readonly (readonly [boolean, string])[] = [
      [admin, $localize`admin`],
      [guest, $localize`guest`],
      [hidden, $localize`hidden`],
      [restricted, $localize`restricted`],
      [disabled, $localize`disabled`],
      [hasPin, $localize`protected by a PIN`],
    ];
    return traits
      .filter(([isSo]) => isSo)
      .map(([, text]) => text)
      .join(', ');
  }

  protected clockText(skewMs: number | null): string {
    if (skewMs === null) return $localize`not told`;
    if (Math.abs(skewMs) < SKEW_MATTERS_MS) return $localize`right`;
    const off = durationText(Math.abs(skewMs));
    return skewMs > 0 ? $localize`${off}:duration: fast` : $localize`${off}:duration: slow`;
  }

  protected reload(): void {
    [this.health, this.info, this.users, this.sessions].forEach((resource) => resource.reload());
  }

  private read(what: string) {
    return this.api.read(`backend/${encodeURIComponent(this.name())}/${what}`);
  }
}
