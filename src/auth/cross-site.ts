import type { Request } from 'express';
import { crossSite } from '../common/errors/problems.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What a browser says of a request from our own pages, or of one that no page has made. */
const OWN = new Set<unknown>(['same-origin', 'none']);

/** Refuses a change that another site's page has a browser make. What says neither isn't from a browser. */
export function refuseCrossSite(request: Request): void {
  if (!SAFE.has(request.method) && isCrossSite(request)) throw crossSite();
}

/** As the browser says in `Sec-Fetch-Site` or, where it doesn't (an older one, or plain HTTP), in `Origin`. */
function isCrossSite({ headers, host }: Request): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return !OWN.has(site);
  return headers.origin !== undefined && hostOf(headers.origin) !== host?.toLowerCase();
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
