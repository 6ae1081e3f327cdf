import { Transform } from 'class-transformer';
import { nameKey } from '../../catalogue/name-key.js';
import { MAX_INTEGER } from '../../common/max-integer.js';
import { rule } from '../../common/validation/rules.js';
import type { JsonObject } from '../../catalogue/entities/identity.entity.js';

const METADATA_KIB = 256;
const METADATA_LEVELS = 32;

/** An array of whole numbers from 0. */
export const TraceIds = (): PropertyDecorator =>
  rule('traceIds', `must be an array of whole numbers from 0 to ${MAX_INTEGER}`, (value) => {
    return Array.isArray(value) && value.every((id) => Number.isInteger(id) && id >= 0 && id <= MAX_INTEGER);
  });

/** An array of JSON objects. */
export const Objects = (): PropertyDecorator =>
  rule('objects', 'must be an array of objects', (value) => Array.isArray(value) && value.every(isObject));

/** A JSON object of at most 256 KiB and 32 levels. */
export const BoundedObject = (): PropertyDecorator =>
  rule(
    'boundedObject',
    `must be a JSON object of at most ${METADATA_KIB} KiB and ${METADATA_LEVELS} levels`,
    isBoundedObject,
  );

export const isBoundedObject = (value: unknown): value is JsonObject =>
  isObject(value) &&
  levelsOf(value) <= METADATA_LEVELS &&
  Buffer.byteLength(JSON.stringify(value)) <= METADATA_KIB * 1024;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How deep a value is nested; a body's depth is bounded before it comes here. */
function levelsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Object.values(value).reduce((deepest: number, child) => Math.max(deepest, levelsOf(child)), 0);
}

/** Text of which something is left to search for: nothing is in every name. What is no text, or empty, is for other rules. */
export const MoreThanDiacritics = (): PropertyDecorator =>
  rule(
    'moreThanDiacritics',
    'must have more than diacritics, which do not matter',
    (value) => typeof value !== 'string' || value === '' || nameKey(value).trim() !== '',
  );

/** The pipeline's word for an identity that was set aside. */
export const SkippedIsInactive = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (value === 'skipped' ? 'inactive' : value));
