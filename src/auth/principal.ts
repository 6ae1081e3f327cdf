import type { Scope } from './scopes.js';

/** Whose request it is: a key, or a session that was opened with one. */
export interface Principal {
  /** The public part of the key; null: the root key. */
  prefix: string | null;
  /** Of the key. */
  name: string;
  scopes: readonly Scope[];
  /** Milliseconds since 1970; Infinity where it never does. */
  expires: number;
  revoked: boolean;
  by: 'api_key' | 'session';
}

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by the guard of a route that needs a key; null while it is being asked for. */
    principal?: Principal | null;
  }
}
