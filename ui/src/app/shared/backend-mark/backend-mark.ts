import { Component, computed, input } from '@angular/core';

const NAMES: Readonly<Record<string, string>> = { plex: 'Plex', jellyfin: 'Jellyfin', emby: 'Emby' };

export const typeName = (type: string): string => NAMES[type] ?? type;

/** The first letter of a backend type on its colour; the name is beside it in text. */
@Component({
  selector: 'app-backend-mark',
  template: `<span aria-hidden="true" [class]="type()">{{ letter() }}</span>`,
  styles: `
    span {
      display: grid;
      place-items: center;
      width: var(--mark-size, 26px);
      height: var(--mark-size, 26px);
      border-radius: 27%;
      font-weight: 750;
      font-size: calc(var(--mark-size, 26px) * 0.5);
      color: #fff;
      background: #5d6b70;
    }
    .plex {
      color: #221a00;
      background: #e5a00d;
    }
    .jellyfin {
      background: linear-gradient(135deg, #9a55c4, #1a7fc0);
    }
    .emby {
      background: #2f8b37;
    }
  `,
})
export class BackendMark {
  readonly type = input.required<string>();
  protected readonly letter = computed(() => typeName(this.type()).charAt(0).toUpperCase());
}
