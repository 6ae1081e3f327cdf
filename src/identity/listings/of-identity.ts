import { identityNotFound } from '../../common/errors/problems.js';
import type { Listing } from '../../common/paging/listing.js';

/** The identity that $1 names, by its own uuid or by an alias. */
export const NAMED_IDENTITY = `
  i.identity_uuid = coalesce((SELECT alias.identity_uuid FROM identity_alias alias WHERE alias.alias_uuid = $1), $1)`;

/** The subject of a listing that belongs to an identity. */
export const ofIdentity = (uuid: string): Pick<Listing, 'subject' | 'missing'> => ({
  subject: `SELECT i.identity_uuid FROM identity i WHERE ${NAMED_IDENTITY}`,
  missing: () => identityNotFound(uuid),
});
