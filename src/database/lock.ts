import { toHex } from '../common/uuid.js';

/**
 * Something that a change locks until its transaction ends: the row of an identity or of a file, or a name, under which
 * there need not be any row.
 */
export interface Lock {
  kind: 'identity' | 'file' | 'name';
  /** The row's uuid as 32 hex digits; a name as it is. */
  id: string;
}

export const identityLock = (uuid: string): Lock => ({ kind: 'identity', id: toHex(uuid) });
export const fileLock = (uuid: string): Lock => ({ kind: 'file', id: toHex(uuid) });
export const nameLock = (id: string): Lock => ({ kind: 'name', id });

/** Tells locks apart. */
export const keyOf = ({ kind, id }: Lock): string => `${kind} ${id}`;
