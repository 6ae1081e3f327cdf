import { isDeepStrictEqual } from 'node:util';
import type { Identity } from '../catalogue/entities/identity.entity.js';
import type { NewChange } from '../change/change.js';

type Values = Record<string, unknown>;

/** The change that makes an identity. */
export const creation = (identity_uuid: string, after: object): NewChange => ({
  kind: 'identity_created',
  identity_uuids: [identity_uuid],
  after,
});

/** The change that gives an identity other values: only those that differ are written down. */
export function update(
  { identity_uuid }: Pick<Identity, 'identity_uuid'>,
  before: Values,
  after: Values,
): NewChange {
  const differs = (name: string): boolean => !isDeepStrictEqual(before[name], after[name]);
  const names = Object.keys({ ...before, ...after }).filter(differs);
  const of = (values: Values): object =>
    Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  return {
    kind: 'identity_updated',
    identity_uuids: [identity_uuid],
    before: of(before),
    after: of(after),
  };
}
