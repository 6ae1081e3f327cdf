import type { RequestHandler } from 'express';
import type { RateLimits } from './rate-limits.js';

/** Whoever watches the service must not take it for dead because it is busy. */
const FOR_WATCHERS = /^\/(health|metrics)(\/|$)/;

/** Refuses requests of an address that has made too many, whatever they ask for. */
export const addressLimit =
  (limits: RateLimits): RequestHandler =>
  (request, _response, next) => {
    if (FOR_WATCHERS.test(request.path)) return next();
    limits.ofAddress(request).then(() => next(), next);
  };
