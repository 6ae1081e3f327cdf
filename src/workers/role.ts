import cluster from 'node:cluster';

/**
 * What a worker is started as: the first one prepares what must exist once, before there are others; a replacement
 * makes up for what the worker before it left undone.
 */
export type Role = 'first' | 'another' | 'replacement';

/** The variable by which a worker knows. */
export const ROLE = 'MOMENTRY_WORKER_ROLE';

/** Undefined in a process that serves alone. */
export const ownRole = (): Role | undefined =>
  cluster.isWorker ? (process.env[ROLE] as Role | undefined) : undefined;
