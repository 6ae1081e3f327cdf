import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.js';
import { Reader } from '../../database/reader.js';
import type { Statement } from '../../database/statement.js';
import { Lookups } from '../lookups.js';
import type { Principal } from '../principal.js';
import { RootKey } from '../root-key.js';
import type { Scope } from '../scopes.js';
import { sha256 } from '../sha256.js';
import { isToken } from './token.js';

/** With the key as it is now: a session ends with it. */
const SESSIONS: Statement = {
  name: 'session',
  text: `SELECT s.digest, s.key_prefix AS prefix, k.name, k.scopes, least(s.expires_at, k.expires_at) AS expires_at,
      k.revoked_at IS NOT NULL AS revoked
    FROM session s LEFT JOIN api_key k ON k.prefix = s.key_prefix
    WHERE s.digest = ANY ($1)`,
};

interface Row {
  digest: Buffer;
  prefix: string | null;
  name: string;
  scopes: Scope[];
  expires_at: Date;
  revoked: boolean;
}

/** Knows the sessions, each by a digest of its token alone. */
@Injectable()
export class Sessions {
  private readonly lookups: Lookups<Principal>;

  constructor(
    private readonly root: RootKey,
    private readonly reader: Reader,
    { DATABASE_QUEUE_TIMEOUT }: Environment,
  ) {
    this.lookups = new Lookups((tokens) => this.look(tokens), DATABASE_QUEUE_TIMEOUT * 1000);
  }

  /** Whose session it is, also if it or its key has ended; false: there is no such session. */
  find(token: string): Principal | false | Promise<Principal | false> {
    return this.lookups.remembered(token) ?? (isToken(token) && this.lookups.find(token));
  }

  /** After a change: the next request of every session asks the database. */
  forget(): void {
    this.lookups.forget();
  }

  private async look(tokens: string[]): Promise<(Principal | undefined)[]> {
    const digests = tokens.map((token) => [sha256(token), this.root.seal(token)]);
    const rows = await this.reader.rows<Row>(SESSIONS, [digests.flat()]);
    const found = new Map(rows.map((row) => [nameOf(row.digest), this.toPrincipal(row)]));
    return digests.map((two) => two.map((digest) => found.get(nameOf(digest))).find(Boolean));
  }

  private toPrincipal({ digest: _, expires_at, ...of }: Row): Principal {
    const key = of.prefix === null ? this.root.principal : of;
    return { ...key, expires: expires_at.getTime(), by: 'session' };
  }
}

const nameOf = (digest: Buffer): string => digest.toString('latin1');
