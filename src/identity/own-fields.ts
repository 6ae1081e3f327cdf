import type { Identity } from '../catalogue/entities/identity.entity.js';
import { nameKey, sortKey } from '../catalogue/name-key.js';
import type { IdentityFileDto } from './dto/identity-file.dto.js';

/** The fields that an upload sets. */
export type OwnFields = Pick<
  Identity,
  'name' | 'identity_type' | 'source' | 'status' | 'tmdb_id' | 'tmdb_profile' | 'metadata'
>;

/** What a new identity has where the file says nothing, and what null puts back. */
export const BLANK: Omit<OwnFields, 'name'> = {
  identity_type: null,
  source: '.json',
  status: 'confirmed',
  tmdb_id: null,
  tmdb_profile: null,
  metadata: {},
};

const NAMES = ['name', ...(Object.keys(BLANK) as (keyof typeof BLANK)[])] as const;

export const ownFields = (identity: Identity): OwnFields =>
  Object.fromEntries(NAMES.map((name) => [name, identity[name]])) as OwnFields;

/** The fields as the file wants them: left out keeps, null puts back. */
export function merged(fields: OwnFields, file: IdentityFileDto): OwnFields {
  const given = Object.entries(BLANK)
    .map(([field, blank]) => [field, file[field as keyof typeof BLANK], blank] as const)
    .filter(([, value]) => value !== undefined)
    .map(([field, value, blank]) => [field, value ?? blank]);
  return { ...fields, ...(Object.fromEntries(given) as Partial<OwnFields>), name: file.name };
}

/** With the keys that follow from the name. */
export function withKeys(fields: OwnFields): OwnFields & Pick<Identity, 'name_key' | 'sort_key'> {
  const key = nameKey(fields.name);
  return { ...fields, name_key: key, sort_key: sortKey(key) };
}
