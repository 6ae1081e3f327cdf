import type { JsonObject } from '../../catalogue/entities/identity.entity.js';
import type { FieldFault } from '../../common/errors/problem.js';
import { Problem } from '../../common/errors/problem.js';
import { toHex, UUID_FAULT, UUID_PATTERN } from '../../common/uuid.js';
import { faultsOfJson } from '../../common/validation/json-faults.js';
import { lenient } from '../../common/validation/pipes.js';
import { profileName } from '../../identity/folder/names.js';
import { IMAGE_TYPES } from '../../media/image-type.js';
import { IdentityFileDto } from '../../identity/dto/identity-file.dto.js';
import { isBoundedObject } from '../../identity/dto/rules.js';
import { isTime } from '../times.js';

/** An identity as an identity file or an export has it. */
export interface IncomingIdentity {
  /** The fields of an upload. */
  file: IdentityFileDto;
  reference_data?: JsonObject;
  /** RFC 3339. */
  created_at?: string;
  /** RFC 3339; null: it was never changed. */
  updated_at: string | null;
  /** Other uuids that lead to it, in hex. */
  aliases: string[];
}

const pipe = lenient('metadata');

/** What is as large as it is: whoever has faces in thousands of files has thousands of bindings. */
const UNBOUNDED = /^#\/(metadata|reference_data|file_bindings)(\/|$)/;

/** Judges an identity as it was read; what is wrong with it is returned instead. */
export async function toIncomingIdentity(
  json: unknown,
): Promise<IncomingIdentity | { faults: FieldFault[] }> {
  const faults = faultsOfJson(json, UNBOUNDED);
  if (faults.length > 0) return { faults };
  const { reference_data, created_at, updated_at, aliases = [], ...fields } = json as Record<string, unknown>;
  faults.push(...faultsOfExtras({ reference_data, created_at, updated_at, aliases }));
  const file = await judge(fields);
  if ('faults' in file) faults.push(...file.faults);
  if (faults.length > 0 || 'faults' in file) return { faults };
  if (isOwnImage(file)) delete file.tmdb_profile;
  return {
    file,
    ...(reference_data ? { reference_data } : {}),
    ...(created_at ? { created_at: created_at as string } : {}),
    updated_at: (updated_at as string | undefined) ?? null,
    aliases: (aliases as string[]).map(toHex),
  };
}

/** Our own image, by its path: it lies beside the file, and is no URL. */
const isOwnImage = ({ identity_uuid, tmdb_profile }: IdentityFileDto): boolean =>
  typeof tmdb_profile === 'string' &&
  !tmdb_profile.includes('://') &&
  IMAGE_TYPES.some((type) => tmdb_profile.endsWith(`/identities/${identity_uuid}/${profileName(type)}`));

async function judge(fields: object): Promise<IdentityFileDto | { faults: FieldFault[] }> {
  try {
    return (await pipe.transform(fields, { type: 'body', metatype: IdentityFileDto })) as IdentityFileDto;
  } catch (error) {
    if (error instanceof Problem) return { faults: error.extras.errors ?? [] };
    throw error;
  }
}

function faultsOfExtras(extras: Record<string, unknown>): FieldFault[] {
  const { reference_data, created_at, updated_at, aliases } = extras;
  const faults: FieldFault[] = [];
  const require = (fits: boolean, name: string, detail: string): void => {
    if (!fits) faults.push({ pointer: `#/${name}`, detail });
  };
  const isAbsent = (value: unknown): boolean => value === undefined || value === null;
  require(isAbsent(reference_data) ||
    isBoundedObject(reference_data), 'reference_data', 'must be a JSON object');
  require(isAbsent(created_at) || isTime(created_at), 'created_at', 'must be a time as RFC 3339 has it');
  require(isAbsent(updated_at) || isTime(updated_at), 'updated_at', 'must be a time as RFC 3339 has it');
  const isUuid = (value: unknown): boolean => typeof value === 'string' && UUID_PATTERN.test(value);
  require(Array.isArray(aliases) && aliases.every(isUuid), 'aliases', `each ${UUID_FAULT}`);
  return faults;
}
