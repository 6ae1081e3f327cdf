import { hash } from 'node:crypto';

/**
 * What is kept of a secret. Ours are 256 random bits, which nobody can guess from a fast hash; a slow one would
 * only slow every request down.
 */
export const sha256 = (secret: string): Buffer => hash('sha256', secret, 'buffer');
