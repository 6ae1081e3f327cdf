import type { Statement } from '../../database/statement.js';
import type { ImageType } from '../../media/image-type.js';
import { identityFileFields } from '../presenters/identity.presenter.js';

/** What an identity's folder should hold, as the database has it. */
export interface IdentityState {
  identity_uuid: string;
  /** Another with every change, also where the change is taken back. */
  revision: string;
  /** The identity file: JSON, a line for each field and for each file of `file_bindings`. */
  file: string;
  image_type: ImageType | null;
  image_sha256: string | null;
}

const select = (condition: string): string => `
  SELECT i.identity_uuid, i.revision, i.image_type, i.image_sha256,
    (SELECT row_to_json(r, true)::text || E'\\n' FROM (SELECT ${identityFileFields('$1')}) r) AS file
  FROM identity i
  WHERE ${condition}`;

/** $1: the output folder, $2: the identities. */
export const statesOf: Statement = { name: 'states_of', text: select('i.identity_uuid = ANY ($2)') };

/**
 * Behind the identity $2; from the start where it is null. Compared as rows, since a plan that is made once for every
 * $2 can't find its place in the index by an OR.
 */
const BEHIND = `
  (i.identity_uuid, 1) > (coalesce($2::uuid, '00000000-0000-0000-0000-000000000000'), ($2::uuid IS NOT NULL)::integer)`;

/** $1: the output folder, $2: the identity behind which to go on (null: from the start), $3: how many. */
export const statesAfter: Statement = {
  name: 'states',
  text: `${select(BEHIND)} ORDER BY i.identity_uuid LIMIT $3`,
};
