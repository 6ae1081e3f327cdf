import { isIP } from 'node:net';

const NAMES = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Whether TRUST_PROXY can be taken: a number of proxies, or who they are, separated by commas. */
export const isTrustableProxy = (value: unknown): boolean =>
  typeof value === 'string' && (isCount(value) || value.split(',').every((part) => isPlace(part.trim())));

/** As Express takes it. */
export const trustProxy = (value = ''): number | string | false =>
  isCount(value) ? Number(value) : value || false;

const isCount = (value: string): boolean => /^[1-9]$/.test(value);

function isPlace(place: string): boolean {
  const [address = '', bits = '0', ...rest] = place.split('/');
  const length = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!;
  return NAMES.has(place) || (rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= length);
}
