import type { Statement } from '../../database/statement.js';
import type { ImageType } from '../../media/image-type.js';
import { identityFileFields } from '../presenters/identity.presenter.js';

/** What an identity's folder should hold, as the database has it. */
export interface IdentityState {
  identity_uuid: string;
  /** The identity file. */
  file: object;
  image_type: ImageType | null;
  image_sha256: string | null;
}

const select = (condition: string): string => `
  SELECT i.identity_uuid, i.image_type, i.image_sha256,
    (SELECT row_to_json(r) FROM (SELECT ${identityFileFields('$1')}) r) AS file
  FROM identity i
  WHERE ${condition}`;

/** $1: the output folder, $2: the identities. */
export const statesOf: Statement = { name: 'states_of', text: select('i.identity_uuid = ANY ($2)') };

/** $1: the output folder, $2: the identity behind which to go on (null: from the start), $3: how many. */
export const statesAfter: Statement = {
  name: 'states',
  text: `${select('$2::uuid IS NULL OR i.identity_uuid > $2')} ORDER BY i.identity_uuid LIMIT $3`,
};
