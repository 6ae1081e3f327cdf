import { hex, rfc3339 } from '../../common/sql.js';

/** Where the image lies: in our output folder (`$outputDir`) once there is one, else as it was given. */
const tmdbProfile = (outputDir: string): string => `
  CASE WHEN i.image_type IS NULL THEN i.tmdb_profile
    ELSE ${outputDir}::text || '/identities/' || ${hex('i.identity_uuid')} || '/profile.' || i.image_type
  END AS tmdb_profile`;

/** What everybody may know of an identity `i`: a SELECT list whose aliases are the fields that go out. */
export const identityFields = (outputDir: string): string => `
  ${hex('i.identity_uuid')} AS identity_uuid,
  i.name,
  i.identity_type,
  i.source,
  i.status,
  i.tmdb_id,
  ${tmdbProfile(outputDir)},
  i.metadata,
  i.reference_data,
  ${rfc3339('i.created_at')} AS created_at,
  ${rfc3339('i.updated_at')} AS updated_at`;

/** The identity file (`identity.json`), version 1: the identity and what is bound to it now. */
export const identityFileFields = (outputDir: string): string => `
  1 AS version,
  ${identityFields(outputDir)},
  (
    SELECT coalesce(json_agg(b ORDER BY b.file_uuid), '[]')
    FROM (
      SELECT ${hex('a.file_uuid')} AS file_uuid, a.trace_ids, a.face_count
      FROM appearance a
      WHERE a.identity_uuid = i.identity_uuid
    ) b
  ) AS file_bindings`;

/** What a search shows of an identity: `file_uuid` is the file with most of its faces. */
export const searchResultFields = `
  ${hex('i.identity_uuid')} AS identity_uuid,
  i.name,
  i.source,
  i.tmdb_id,
  ${hex('i.main_file_uuid')} AS file_uuid`;
