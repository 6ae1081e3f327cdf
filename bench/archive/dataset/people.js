import { nameKey, sortKey } from '../../../dist/src/catalogue/name-key.js';
import { randomFrom } from '../../random.js';
import { hexUuid, oneOf, shuffle } from './draw.js';
import { nameOf } from './names.js';

const SOURCES = ['auto', 'auto', 'auto', 'tmdb', 'tmdb', '.json', 'user_defined'];
const STATUSES = [...Array(8).fill('confirmed'), 'pending', 'inactive'];
/** The years in which people came in, in milliseconds. */
const [EARLIEST, LATEST] = [Date.UTC(2023, 0), Date.UTC(2025, 0)];

/** The uuids of all people, by rank. */
export function uuidsOf(seed, { identities }) {
  const random = randomFrom(seed + 1);
  return Array.from({ length: identities }, () => hexUuid(random));
}

/** The rows of `identity` (IDENTITY_COLUMNS), in no order of importance. */
export function* identityRows(seed, uuids) {
  const random = randomFrom(seed + 2);
  for (const uuid of shuffle(random, [...uuids])) yield identityRow(uuid, random);
}

export const IDENTITY_COLUMNS =
  'identity_uuid, name, name_key, sort_key, identity_type, source, status, tmdb_id, metadata, created_at, updated_at';

function identityRow(uuid, random) {
  const name = nameOf(random);
  const key = nameKey(name);
  const source = oneOf(random, SOURCES);
  const created = EARLIEST + random() * (LATEST - EARLIEST);
  const updated = random() < 0.3 ? new Date(created + random() * 1e10).toISOString() : '\\N';
  return [
    ...[uuid, name, key, sortKey(key)],
    random() < 0.9 ? 'people' : '\\N',
    ...[source, oneOf(random, STATUSES)],
    source === 'tmdb' ? Math.ceil(random() * 4e6) : '\\N',
    metadataOf(source, random),
    ...[new Date(created).toISOString(), updated],
  ];
}

function metadataOf(source, random) {
  if (source !== 'tmdb') return '{}';
  const popularity = Math.round(random() * 5000) / 100;
  return JSON.stringify({ popularity, known_for_department: 'Acting', aliases: [nameOf(random)] });
}
