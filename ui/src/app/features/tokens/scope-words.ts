import type { TokenScope } from '../../core/api/schema.gen.js';

interface Words {
  readonly text: string;
  readonly about: string;
}

const WORDS: Readonly<Record<TokenScope, Words>> = {
  read: { text: $localize`Read`, about: $localize`looks at everything, changes nothing` },
  operate: { text: $localize`Operate`, about: $localize`also starts runs, marks and undoes` },
  admin: { text: $localize`Admin`, about: $localize`may do everything` },
  webhook: { text: $localize`Webhook`, about: $localize`delivers webhooks only` },
};

export const SCOPES: readonly TokenScope[] = ['read', 'operate', 'admin', 'webhook'];
export const scopeWords = (scope: TokenScope): Words => WORDS[scope];
