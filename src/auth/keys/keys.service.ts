import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { keyNameTaken, keyNotFound } from '../../common/errors/problems.js';
import { Reader } from '../../database/reader.js';
import type { Statement } from '../../database/statement.js';
import { nameLock } from '../../database/lock.js';
import { Transactions } from '../../database/transactions.js';
import { ROOT_NAME } from '../root-key.js';
import { type Scope, SCOPES } from '../scopes.js';
import { Sessions } from '../session/sessions.js';
import { ApiKeys } from './api-keys.js';
import { type CreateKeyDto, DEFAULT_DAYS } from './create-key.dto.js';
import { newKey } from './key-form.js';
import { keyFields } from './key.presenter.js';
import type { IssuedKeyResponse, Key, RevokeKeyResponse } from './key.response.js';
import { DEFAULT_GRACE } from './rotate.query.js';

const CURRENT = 'replaced_at IS NULL AND revoked_at IS NULL';

/** Makes keys, replaces them and ends them. Each is one transaction, one at a time for a name. */
@Injectable()
export class KeysService {
  constructor(
    private readonly reader: Reader,
    private readonly transactions: Transactions,
    private readonly keys: ApiKeys,
    private readonly sessions: Sessions,
  ) {}

  /** All keys, by name, those that have ended included. */
  list(): Promise<Key[]> {
    return this.reader.rows<Key>(ALL, []);
  }

  /** Throws where a key that works bears the name. */
  create({ name, scopes, expires_in_days = DEFAULT_DAYS }: CreateKeyDto): Promise<IssuedKeyResponse> {
    if (name === ROOT_NAME) throw keyNameTaken(name);
    return this.change(name, async (manager) => {
      await manager.query(FREE_NAME, [name]);
      const days = expires_in_days === null ? null : `${expires_in_days} days`;
      const issued = await issue(manager, name, scopes, days);
      if (!issued) throw keyNameTaken(name);
      return issued;
    });
  }

  /** A new key of the same name, scopes and length of life. The old one works for `grace_hours` more. */
  rotate(name: string, grace_hours = DEFAULT_GRACE): Promise<IssuedKeyResponse> {
    return this.change(name, async (manager) => {
      const [old] = await manager.query<{ scopes: Scope[]; lifetime: string | null }[]>(OLD, [name]);
      if (!old) throw keyNotFound(name);
      await manager.query(REPLACE, [name, `${grace_hours} hours`]);
      return (await issue(manager, name, old.scopes, old.lifetime))!;
    });
  }

  /** All keys of the name end, and with them their sessions. */
  async revoke(name: string): Promise<RevokeKeyResponse> {
    await this.change(name, async (manager) => {
      const revoked = await manager.query<unknown[]>(REVOKE, [name]);
      if (revoked.length === 0) throw keyNotFound(name);
    });
    return { success: true, name, message: 'Key revoked' };
  }

  private async change<Result>(
    name: string,
    useCase: (manager: EntityManager) => Promise<Result>,
  ): Promise<Result> {
    const result = await this.transactions.run(useCase, { locks: [nameLock(`api_key ${name}`)] });
    this.keys.forget();
    this.sessions.forget();
    return result;
  }
}

const ALL: Statement = {
  name: 'api_keys',
  text: `SELECT ${keyFields} FROM api_key k ORDER BY k.name, k.created_at, k.prefix`,
};

/** A key that has expired leaves its name to the next one. */
const FREE_NAME = `UPDATE api_key SET replaced_at = now() WHERE name = $1 AND expires_at <= now() AND ${CURRENT}`;

const OLD = `SELECT scopes, (expires_at - created_at)::text AS lifetime FROM api_key WHERE name = $1 AND ${CURRENT}`;

const REPLACE = `
  UPDATE api_key SET replaced_at = now(), expires_at = least(expires_at, now() + $2::interval)
  WHERE name = $1 AND ${CURRENT}`;

const REVOKE = `
  WITH revoked AS (
    UPDATE api_key SET revoked_at = now() WHERE name = $1 AND revoked_at IS NULL RETURNING prefix
  ), ended AS (
    DELETE FROM session WHERE key_prefix IN (SELECT prefix FROM revoked)
  )
  SELECT prefix FROM revoked`;

const INSERT = `
  INSERT INTO api_key AS k (prefix, name, digest, scopes, created_at, expires_at)
  VALUES ($1, $2, $3, $4, now(), now() + $5::interval)
  ON CONFLICT (name) WHERE ${CURRENT} DO NOTHING
  RETURNING ${keyFields}`;

/** `lifetime`: an interval; null: for ever. Returns nothing where the name is taken. */
async function issue(
  manager: EntityManager,
  name: string,
  scopes: Scope[],
  lifetime: string | null,
): Promise<IssuedKeyResponse | undefined> {
  const { prefix, digest, secret } = newKey();
  const inOrder = SCOPES.filter((scope) => scopes.includes(scope));
  const [key] = await manager.query<Key[]>(INSERT, [prefix, name, digest, inOrder, lifetime]);
  return key && { success: true, ...key, api_key: secret };
}
