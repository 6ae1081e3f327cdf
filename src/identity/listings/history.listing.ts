import { identityNotFound } from '../../common/errors/problems.js';
import type { Listing } from '../../common/paging/listing.js';
import { changeFields } from '../presenters/change.presenter.js';

/** Whom $1 names, or named before it was deleted. */
const SUBJECT = `
  SELECT n.identity_uuid
  FROM (
    SELECT coalesce(
      (SELECT alias.identity_uuid FROM identity_alias alias WHERE alias.alias_uuid = $1), $1
    ) AS identity_uuid
  ) n
  WHERE EXISTS (SELECT FROM identity i WHERE i.identity_uuid = n.identity_uuid)
    OR EXISTS (SELECT FROM changed_identity c WHERE c.identity_uuid = n.identity_uuid)`;

/** The changes that concern an identity, newest first; also where it has gone by now. */
export function historyListing(uuid: string): Listing {
  return {
    name: 'history',
    subject: SUBJECT,
    missing: () => identityNotFound(uuid),
    total: 'SELECT count(*) FROM changed_identity c WHERE c.identity_uuid = t.identity_uuid',
    from: 'changed_identity c',
    where: 'c.identity_uuid = t.identity_uuid',
    order: [{ sql: 'c.change_id', type: 'bigint' }],
    descending: true,
    picked: 'c.change_id',
    as: 'k',
    joins: 'JOIN change h ON h.id = k.change_id',
    fields: changeFields,
    parameters: [uuid],
  };
}
