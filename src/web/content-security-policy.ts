import { createHash } from 'node:crypto';

/** Names an inline script. */
export const sha256 = (script: string): string =>
  `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** The policy of a page that loads nothing from anywhere but what `sources` say. */
export const contentSecurityPolicy = (sources: Record<string, string>): string =>
  Object.entries({
    'default-src': "'none'",
    'connect-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    ...sources,
  })
    .map(([name, source]) => `${name} ${source}`)
    .join('; ');
