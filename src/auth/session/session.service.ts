import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { JsonText } from '../../common/http/json-text.js';
import { Transactions } from '../../database/transactions.js';
import { Authenticator } from '../authenticator.js';
import { sessionTokenOf } from '../credentials.js';
import { refuseCrossSite } from '../cross-site.js';
import { Session } from '../entities/session.entity.js';
import { unkept } from '../no-store.js';
import type { Principal } from '../principal.js';
import { RootKey } from '../root-key.js';
import { sha256 } from '../sha256.js';
import { presentPrincipal } from './me.presenter.js';
import { noSessionCookie, sessionCookie } from './session-cookie.js';
import { Sessions } from './sessions.js';
import { newToken } from './token.js';

/** Milliseconds that a session lasts, unless its key ends before. */
const LIFETIME = 24 * 3_600_000;

/** Opens sessions, and ends them. */
@Injectable()
export class SessionService {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly sessions: Sessions,
    private readonly root: RootKey,
    private readonly transactions: Transactions,
  ) {}

  async login(api_key: string, request: Request): Promise<JsonText> {
    refuseCrossSite(request);
    const principal = await this.authenticator.byKey(api_key, request);
    const token = newToken();
    const now = Date.now();
    const session = {
      ...principal,
      expires: Math.min(now + LIFETIME, principal.expires),
      by: 'session',
    } as const;
    await this.keep(token, session);
    const cookie = sessionCookie(token, Math.ceil((session.expires - now) / 1000), request.secure);
    return unkept(presentPrincipal(session), { 'Set-Cookie': cookie });
  }

  /** Ends the session of the request, if there is one. */
  async logout(request: Request): Promise<JsonText> {
    const token = sessionTokenOf(request.headers);
    if (token !== undefined) {
      refuseCrossSite(request);
      await this.end(token);
    }
    return unkept({ success: true, message: 'Logged out' }, { 'Set-Cookie': noSessionCookie() });
  }

  /** Sessions that have ended go meanwhile. */
  private keep(token: string, { prefix, expires }: Principal): Promise<void> {
    const digest = prefix === null ? this.root.seal(token) : sha256(token);
    return this.transactions.run(async (manager) => {
      await manager.query('DELETE FROM session WHERE expires_at < now()');
      await manager.insert(Session, { digest, key_prefix: prefix, expires_at: new Date(expires) });
    });
  }

  private async end(token: string): Promise<void> {
    const digests = [sha256(token), this.root.seal(token)];
    await this.transactions.run((manager) =>
      manager.query('DELETE FROM session WHERE digest = ANY($1)', [digests]),
    );
    this.sessions.forget();
  }
}
