import type { FieldFault } from '../errors/problem.js';
import { MAX_FAULTS } from '../errors/problems.js';

/** Deeper than any field of ours may be; what walks a value by recursion is safe within it. */
const MAX_DEPTH = 64;
/** Members of an object or array at the most; validation is slow with more. */
const MAX_MEMBERS = 10_000;
/** Metadata are free JSON, with limits of their own. */
const FREE = /^#\/metadata(\/|$)/;

interface Place {
  value: unknown;
  pointer: string;
  depth: number;
}

const escapeToken = (token: string): string =>
  encodeURIComponent(token.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));

/** Where a string can't be stored or sent again: NUL and half a surrogate pair. */
export function textFault(text: string): string | undefined {
  if (text.includes('\0')) return 'must not contain the NUL character';
  if (!text.isWellFormed()) return 'must not contain half a surrogate pair';
  return undefined;
}

/**
 * What is wrong with a parsed JSON body before its fields are looked at. Walks it without recursion. `free`:
 * the pointers of what may have any number of members.
 */
export function faultsOfJson(body: unknown, free = FREE): FieldFault[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return [{ pointer: '#', detail: 'must be a JSON object' }];
  }
  const faults: FieldFault[] = [];
  const left: Place[] = [{ value: body, pointer: '#', depth: 1 }];
  for (let place = left.pop(); place && faults.length < MAX_FAULTS; place = left.pop()) {
    const detail = faultOf(place, free);
    if (detail) faults.push({ pointer: place.pointer, detail });
    else for (const child of childrenOf(place)) left.push(child);
  }
  return faults;
}

function faultOf({ value, pointer, depth }: Place, free: RegExp): string | undefined {
  if (typeof value === 'string') return textFault(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return 'must be a number in range';
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return `must not be nested deeper than ${MAX_DEPTH} levels`;
  if (Object.keys(value).length > MAX_MEMBERS && !free.test(pointer)) {
    return `must not have more than ${MAX_MEMBERS} members`;
  }
  const key = Object.keys(value).find((name) => textFault(name));
  return key && 'must not have a key with NUL or half a surrogate pair';
}

function childrenOf({ value, pointer, depth }: Place): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([key, child]) => ({
    value: child as unknown,
    pointer: `${pointer}/${escapeToken(key)}`,
    depth: depth + 1,
  }));
}
