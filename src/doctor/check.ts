import type { EntityManager } from 'typeorm';
import type { Environment } from '../config/environment.js';
import type { Transactions } from '../database/transactions.js';
import type { IdentityFolders } from '../identity/folder/identity-folders.js';
import type { Differences } from './differences.js';

/** What a check works with. */
export interface Tools {
  /** A connection without a time limit, the check's own. */
  manager: EntityManager;
  transactions: Transactions;
  folders: IdentityFolders;
  environment: Environment;
  /** Where it puts what it finds. */
  differences: Differences;
  signal: AbortSignal;
}

/** Compares something that is kept with what it is kept of. A service may be at work meanwhile. */
export interface Check {
  name: string;
  /** What it looks at, in the plural. */
  unit: string;
  /** Puts whatever differs into `differences`; returns how much it looked at. */
  find(tools: Tools): Promise<number>;
  /** Mends what was found. Absent: only people can. */
  mend?(tools: Tools): Promise<void>;
  /** How it is mended. */
  remedy: string;
  /** What it finds is worth knowing, and nothing is wrong with it. */
  harmless?: true;
}
