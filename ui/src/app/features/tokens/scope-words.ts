import type { TokenScope } from '../../core/api/schema.gen.js';

interface Words {
  readonly text: string;
  readonly about: string;
}

const WORDS: Readonly<Record<TokenScope, Words>> = {
  read: { text: 'Read', about: 'looks at everything, changes nothing' },
  operate: { text: 'Operate', about: 'also starts runs, marks and undoes' },
  admin: { text: 'Admin', about: 'may do everything' },
  webhook: { text: 'Webhook', about: 'delivers webhooks only' },
};

export const SCOPES: readonly TokenScope[] = ['read', 'operate', 'admin', 'webhook'];
export const scopeWords = (scope: TokenScope): Words => WORDS[scope];
