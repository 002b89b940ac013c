import { Component, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { errand } from '../../core/api/errand.js';
import type { BackendType, GuidLink } from '../../core/api/schema.gen.js';
import { BackendMark, typeName } from '../../shared/backend-mark/backend-mark.js';
import { Confirmation } from '../../shared/confirm/confirmation.js';
import { EmptyNote } from '../../shared/empty-note/empty-note.js';
import { Field } from '../../shared/field/field.js';
import { GuidKeeper } from './guid-keeper.js';

const TYPES: readonly BackendType[] = ['plex', 'jellyfin', 'emby'];

/** Which word of which kind of server means which source. */
@Component({
  selector: 'app-guid-links',
  imports: [BackendMark, EmptyNote, Field, MatButton],
  templateUrl: './guid-links.html',
  styles: `
    .one {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
      padding: 10px 16px;
      border-bottom: 1px solid var(--ws-line);
      overflow-wrap: anywhere;
    }
    form {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(190px, 100%), 1fr));
      gap: 12px;
      padding: 14px 16px;
    }
    .choice {
      display: flex;
      align-items: baseline;
      gap: 9px;
    }
    .whole {
      grid-column: 1 / -1;
    }
  `,
})
export class GuidLinks {
  readonly links = input.required<readonly GuidLink[]>();
  /** Sources that a word may lead to. */
  readonly sources = input.required<readonly string[]>();
  readonly changed = output();

  private readonly keeper = inject(GuidKeeper);
  private readonly confirmation = inject(Confirmation);
  protected readonly type = signal<BackendType>('jellyfin');
  protected readonly from = signal('');
  protected readonly to = signal('');
  protected readonly isLegacy = signal(false);
  protected readonly errand = errand(() => this.changed.emit());
  protected readonly types = TYPES;
  protected readonly typeName = typeName;

  protected choose(value: string): void {
    const type = TYPES.find((one) => one === value);
    if (type) this.type.set(type);
  }

  protected async add(event: Event): Promise<void> {
    event.preventDefault();
    const map = { from: this.from().trim(), to: this.to() };
    if (!map.from || !map.to) return;
    const isLegacy = this.type() === 'plex' && this.isLegacy();
    const wish = isLegacy ? { map, options: { legacy: true } } : { map };
    if (await this.errand.run(() => this.keeper.link(this.type(), wish))) this.from.set('');
  }

  protected async remove(link: GuidLink): Promise<void> {
    const isSure = await this.confirmation.ask({
      title: $localize`Remove this link?`,
      points: [
        $localize`${typeName(link.type)}:type:: ${link.map.from}:from: is no longer read as ${link.map.to}:to:, from the next import on.`,
        $localize`Ids that are stored already stay.`,
      ],
      action: $localize`Remove link`,
    });
    if (isSure) await this.errand.run(() => this.keeper.unlink(link));
  }
}
