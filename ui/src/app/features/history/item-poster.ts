import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { Api } from '../../core/api/api.js';
import { PosterChoice } from './poster-choice.js';

/** The poster of an item, by way of the API, so that it also comes where a token opens the door and no cookie. */
@Component({
  selector: 'app-item-poster',
  template: `
    @if (wanted()) {
      <div class="frame">
        @if (address()) {
          <img [src]="address()" alt="Poster of {{ title() }}" i18n-alt width="120" height="180" />
        }
      </div>
    }
  `,
  styles: `
    /* Of one size from the start, so that nothing moves when the picture comes. */
    .frame {
      box-sizing: border-box;
      width: 120px;
      height: 180px;
      border-radius: 8px;
      border: 1px solid var(--ws-line);
      overflow: hidden;
    }

    img {
      display: block;
      width: 100%;
      height: 100%;
      object-fit: cover;
    }
  `,
})
export class ItemPoster {
  readonly id = input.required<number>();
  readonly title = input.required<string>();

  private readonly api = inject(Api);
  private readonly choice = inject(PosterChoice);
  protected readonly wanted = computed(() =>
    this.choice.isOn() ? this.api.read(`history/${this.id()}/images/poster`) : undefined,
  );
  private readonly picture = httpResource.blob(() => this.wanted());
  protected readonly address = signal('');

  constructor() {
    effect((onCleanup) => {
      const blob = this.picture.hasValue() ? this.picture.value() : null;
      if (!blob) {
        this.address.set('');
        return;
      }
      const reader = new FileReader();
      reader.onload = () => this.address.set(typeof reader.result === 'string' ? reader.result : '');
      reader.readAsDataURL(blob);
      onCleanup(() => reader.abort());
    });
  }
}
