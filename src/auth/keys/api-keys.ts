import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { Environment } from '../../config/environment.js';
import { Reader } from '../../database/reader.js';
import type { Statement } from '../../database/statement.js';
import { Lookups } from '../lookups.js';
import type { Principal } from '../principal.js';
import { RootKey } from '../root-key.js';
import type { Scope } from '../scopes.js';
import { sha256 } from '../sha256.js';
import { hasForm, prefixOf } from './key-form.js';

const KEYS: Statement = {
  name: 'api_key',
  text: `SELECT prefix, digest, name, scopes, expires_at, revoked_at IS NOT NULL AS revoked
    FROM api_key WHERE prefix = ANY ($1)`,
};

interface Row {
  prefix: string;
  digest: Buffer;
  name: string;
  scopes: Scope[];
  expires_at: Date | null;
  revoked: boolean;
}

interface KnownKey {
  digest: Buffer;
  principal: Principal;
}

/** Knows the keys: the root key, and those in the database, each by its SHA-256 alone. */
@Injectable()
export class ApiKeys {
  private readonly lookups: Lookups<KnownKey>;

  constructor(
    private readonly root: RootKey,
    private readonly reader: Reader,
    { DATABASE_QUEUE_TIMEOUT }: Environment,
  ) {
    this.lookups = new Lookups((prefixes) => this.look(prefixes), DATABASE_QUEUE_TIMEOUT * 1000);
  }

  /** Whose key it is, also if it was revoked or has expired; false: nobody's. */
  find(key: string): Principal | false | Promise<Principal | false> {
    const digest = sha256(key);
    if (this.root.has(digest)) return this.root.principal;
    const prefix = prefixOf(key);
    const known = this.lookups.remembered(prefix);
    if (known !== undefined) return principalOf(known, digest);
    if (!hasForm(key)) return false;
    return this.lookups.find(prefix).then((found) => principalOf(found, digest));
  }

  /** After a change: the next request of every key asks the database. */
  forget(): void {
    this.lookups.forget();
  }

  private async look(prefixes: string[]): Promise<(KnownKey | undefined)[]> {
    const rows = await this.reader.rows<Row>(KEYS, [prefixes]);
    const known = new Map(rows.map((row) => [row.prefix, toKnownKey(row)]));
    return prefixes.map((prefix) => known.get(prefix));
  }
}

function toKnownKey({ prefix, digest, name, scopes, expires_at, revoked }: Row): KnownKey {
  const expires = expires_at?.getTime() ?? Infinity;
  return { digest, principal: { prefix, name, scopes, expires, revoked, by: 'api_key' } };
}

/** Compares in constant time. */
const principalOf = (known: KnownKey | false, digest: Buffer): Principal | false =>
  known && timingSafeEqual(known.digest, digest) && known.principal;
