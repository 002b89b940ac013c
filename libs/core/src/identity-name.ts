const LONGEST = 64;

/** The name of an identity for a user of a server; the same one each time (ID-1, scenario 160). */
export function identityNameOf(userName: string): string {
  const plain = userName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LONGEST);
  if (plain === '') return 'user';
  return /^\d+$/.test(plain) ? `user_${plain}` : plain;
}

export const isIdentityName = (name: string): boolean => /^[a-z0-9_]{1,64}$/.test(name);
