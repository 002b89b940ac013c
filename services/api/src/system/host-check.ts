import ipaddr from 'ipaddr.js';

/** Ranges that no media server is in: link-local (with the metadata services of clouds), unspecified, multicast, reserved. */
const NEVER = new Set([
  'linkLocal',
  'unspecified',
  'multicast',
  'broadcast',
  'reserved',
  'carrierGradeNat',
  '6to4',
  'teredo',
]);
/** Metadata services that stand in ranges of private networks. */
const METADATA = new Set(['fd00:ec2::254', '100.100.100.200', '192.0.0.192']);

/** Whether a checked address may lead there: the home network and this machine may be, what gives out secrets may not. */
export function isSafeTarget(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const plain = ipaddr.process(address);
  return !NEVER.has(plain.range()) && !METADATA.has(plain.toString());
}
