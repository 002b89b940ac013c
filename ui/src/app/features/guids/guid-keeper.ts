import { Service, inject } from '@angular/core';
import { Api } from '../../core/api/api.js';
import type {
  BackendType,
  CustomGuid,
  CustomGuidWish,
  GuidLink,
  GuidLinkWish,
} from '../../core/api/schema.gen.js';

/** Adds and removes sources of external ids, and what links them to the servers. */
@Service()
export class GuidKeeper {
  private readonly api = inject(Api);

  add(wish: CustomGuidWish): Promise<CustomGuid> {
    return this.api.put<CustomGuid>('system/guids/custom', wish);
  }

  async remove({ id, name }: CustomGuid): Promise<string> {
    await this.api.delete(`system/guids/custom/${encodeURIComponent(id)}`);
    return $localize`${name}:name: was removed, with its links.`;
  }

  async link(type: BackendType, wish: GuidLinkWish): Promise<string> {
    const { map } = await this.api.put<GuidLink>(`system/guids/custom/${type}`, wish);
    return $localize`${map.from}:from: is read as ${map.to}:to: from the next import on.`;
  }

  async unlink({ type, id, map }: GuidLink): Promise<string> {
    await this.api.delete(`system/guids/custom/${type}/${encodeURIComponent(id)}`);
    return $localize`${map.from}:from: is no longer read as ${map.to}:to:.`;
  }
}
