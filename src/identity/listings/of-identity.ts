import { identityNotFound } from '../../common/errors/problems.js';
import type { Listing } from '../../common/paging/listing.js';

/** The condition that an identity `i` is the one that a uuid names, its own or an alias. */
export const isNamed = (uuid: string): string => `
  i.identity_uuid = coalesce(
    (SELECT alias.identity_uuid FROM identity_alias alias WHERE alias.alias_uuid = ${uuid}), ${uuid}
  )`;

/** The subject of a listing that belongs to an identity. */
export const ofIdentity = (uuid: string): Pick<Listing, 'subject' | 'missing'> => ({
  subject: `SELECT i.identity_uuid, i.face_count, i.chunk_count FROM identity i WHERE ${isNamed('$1')}`,
  missing: () => identityNotFound(uuid),
});
