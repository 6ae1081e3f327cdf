import { Injectable } from '@nestjs/common';
import { Reader } from '../../database/reader.js';
import type { Statement } from '../../database/statement.js';
import { Lookups } from '../lookups.js';
import type { Principal } from '../principal.js';
import { RootKey } from '../root-key.js';
import type { Scope } from '../scopes.js';
import { sha256 } from '../sha256.js';
import { isToken } from './token.js';

/** With the key as it is now: a session ends with it. */
const SESSION: Statement = {
  name: 'session',
  text: `SELECT s.key_prefix AS prefix, k.name, k.scopes, least(s.expires_at, k.expires_at) AS expires_at,
      k.revoked_at IS NOT NULL AS revoked
    FROM session s LEFT JOIN api_key k ON k.prefix = s.key_prefix
    WHERE s.digest IN ($1, $2)`,
};

interface Row {
  prefix: string | null;
  name: string;
  scopes: Scope[];
  expires_at: Date;
  revoked: boolean;
}

/** Knows the sessions, each by a digest of its token alone. */
@Injectable()
export class Sessions {
  private readonly lookups = new Lookups((token) => this.look(token));

  constructor(
    private readonly root: RootKey,
    private readonly reader: Reader,
  ) {}

  /** Whose session it is, also if it or its key has ended; false: there is no such session. */
  find(token: string): Principal | false | Promise<Principal | false> {
    return this.lookups.remembered(token) ?? (isToken(token) && this.lookups.find(token));
  }

  /** After a change: the next request of every session asks the database. */
  forget(): void {
    this.lookups.forget();
  }

  private async look(token: string): Promise<Principal | undefined> {
    const [row] = await this.reader.rows<Row>(SESSION, [sha256(token), this.root.seal(token)]);
    if (!row) return undefined;
    const { expires_at, ...of } = row;
    const key = of.prefix === null ? this.root.principal : of;
    return { ...key, expires: expires_at.getTime(), by: 'session' };
  }
}
