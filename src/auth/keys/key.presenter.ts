import { rfc3339 } from '../../common/sql.js';

export const KEY_STATUSES = ['active', 'replaced', 'expired', 'revoked'] as const;
export type KeyStatus = (typeof KEY_STATUSES)[number];

/** Whether a key `k` works: one that is active does, and one that was replaced until it expires. */
export const keyStatus = `
  CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked'
    WHEN k.expires_at <= now() THEN 'expired'
    WHEN k.replaced_at IS NOT NULL THEN 'replaced'
    ELSE 'active'
  END`;

/** What those who administer keys may know of a key `k`: a SELECT list whose aliases are the fields that go out. */
export const keyFields = `
  k.name,
  k.prefix,
  k.scopes,
  ${keyStatus} AS status,
  ${rfc3339('k.created_at')} AS created_at,
  ${rfc3339('k.expires_at')} AS expires_at,
  ${rfc3339('k.last_used_at')} AS last_used_at,
  ${rfc3339('k.revoked_at')} AS revoked_at`;
