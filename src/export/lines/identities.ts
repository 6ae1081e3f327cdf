import { hex } from '../../common/sql.js';
import { rfc3339Micro } from './timestamp.js';

/**
 * All identities, a line each. `json` columns keep the white space they were given: a line break in it, which
 * no string of JSON can hold, becomes a blank.
 */
export const IDENTITIES = `
  SELECT replace(replace(row_to_json(r)::text, E'\\n', ' '), E'\\r', ' ')
  FROM identity i
  CROSS JOIN LATERAL (
    SELECT
      'identity' AS type,
      ${hex('i.identity_uuid')} AS identity_uuid,
      i.name,
      i.identity_type,
      i.source,
      i.status,
      i.tmdb_id,
      i.tmdb_profile,
      i.metadata,
      i.reference_data,
      ${rfc3339Micro('i.created_at')} AS created_at,
      ${rfc3339Micro('i.updated_at')} AS updated_at,
      ARRAY(
        SELECT ${hex('a.alias_uuid')} FROM identity_alias a
        WHERE a.identity_uuid = i.identity_uuid
        ORDER BY a.alias_uuid
      ) AS aliases,
      (
        SELECT row_to_json(p)
        FROM (SELECT i.image_type AS type, i.image_sha256 AS sha256 WHERE i.image_type IS NOT NULL) p
      ) AS image
  ) r
  ORDER BY i.identity_uuid`;
