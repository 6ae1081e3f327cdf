import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface.js';

/** Headers of answers that a page may read beside those that it always may. */
const EXPOSED = [
  'Content-Disposition',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
];
/** Seconds for which a browser need not ask again whether it may. */
const MAX_AGE = 600;

/** Lets pages of these origins call the service; with cookies only where they are named. */
export function corsOptions(origins: string): CorsOptions {
  const named = origins === '*' ? undefined : origins.split(',');
  return {
    // In a list even where it is one: the cors package would tell a single text to everybody.
    origin: named ?? '*',
    credentials: named !== undefined,
    exposedHeaders: EXPOSED,
    maxAge: MAX_AGE,
  };
}
