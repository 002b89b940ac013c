import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [base: Address, bits: number];

/** Networks as a setting names them, `10.0.0.0/8,::1`; what cannot be read holds nobody. */
export function networksIn(text: string): readonly Network[] {
  return text.split(',').flatMap((part): Network[] => {
    const network = part.trim();
    if (ipaddr.isValidCIDR(network)) return [ipaddr.parseCIDR(network)];
    const address = addressIn(network);
    return address ? [[address, address.kind() === 'ipv4' ? 32 : 128] as const] : [];
  });
}

/** IPv4 inside IPv6 is IPv4. */
export function addressIn(text: string): Address | null {
  const plain = text.trim().replace(/^\[|\]$/g, '');
  return ipaddr.isValid(plain) ? ipaddr.process(plain) : null;
}

export function holds(networks: readonly Network[], text: string): boolean {
  const address = addressIn(text);
  return (
    address !== null &&
    networks.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits))
  );
}
