import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { unauthorized } from '../common/errors/problems.js';
import { RateLimits } from '../limits/rate-limits.js';
import { keyOf, sessionTokenOf } from './credentials.js';
import { refuseCrossSite } from './cross-site.js';
import { ApiKeys } from './keys/api-keys.js';
import { LastUse } from './keys/last-use.js';
import type { Principal } from './principal.js';
import { Sessions } from './session/sessions.js';

type Eventually<Value> = Value | Promise<Value>;

/** Finds out whose a request is: at once where the key was seen a moment ago, which is the way of the hot routes. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly keys: ApiKeys,
    private readonly sessions: Sessions,
    private readonly lastUse: LastUse,
    private readonly limits: RateLimits,
  ) {}

  /** Throws where the request has neither a valid key nor a session that lasts. A key goes before a session. */
  authenticate(request: Request): Eventually<Principal> {
    const key = keyOf(request.headers);
    if (key !== undefined) return this.byKey(key, request);
    const token = sessionTokenOf(request.headers);
    if (token === undefined) throw unauthorized();
    refuseCrossSite(request);
    return this.bySession(token);
  }

  /** Throws where the key isn't valid. */
  byKey(key: string, request: Request): Eventually<Principal> {
    const found = this.keys.find(key);
    if (found instanceof Promise) return found.then((principal) => this.admitKey(principal, request));
    return this.admitKey(found, request);
  }

  private bySession(token: string): Eventually<Principal> {
    const found = this.sessions.find(token);
    if (found instanceof Promise) return found.then((principal) => this.admitSession(principal));
    return this.admitSession(found);
  }

  private admitKey(principal: Principal | false, request: Request): Eventually<Principal> {
    if (!principal) return this.refuse(request, 'This API key is not known.');
    if (principal.revoked) return this.refuse(request, 'This API key was revoked.');
    if (hasExpired(principal)) return this.refuse(request, 'This API key has expired.');
    return this.used(principal);
  }

  private admitSession(principal: Principal | false): Principal {
    if (!principal || principal.revoked || hasExpired(principal)) {
      throw unauthorized('The session has ended: log in again.');
    }
    return this.used(principal);
  }

  private used(principal: Principal): Principal {
    if (principal.prefix !== null) this.lastUse.note(principal.prefix);
    return principal;
  }

  /** Every key that isn't valid is told here, whichever route it was tried on: many from one address are a 429. */
  private async refuse(request: Request, detail: string): Promise<never> {
    throw await this.limits.refuseKey(request, unauthorized(detail));
  }
}

const hasExpired = ({ expires }: Principal): boolean => expires <= Date.now();
