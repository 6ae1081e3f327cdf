import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

const { IPv4, IPv6 } = ipaddr;

/**
 * Who asks, as far as an address tells: an IPv4 address, or the /64 of an IPv6 one, since whoever has one address of
 * it has all. Behind a proxy it is what `trust proxy` makes of its headers.
 */
export function clientAddress({ ip }: Request): string {
  // A connection that has ended has none.
  if (ip === undefined || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address instanceof IPv4) return address.toString();
  return `${new IPv6([...address.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}
