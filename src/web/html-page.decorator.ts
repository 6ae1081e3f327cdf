import { applyDecorators, Header } from '@nestjs/common';
import { createHash } from 'node:crypto';

const sha256 = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** The route answers an HTML page that loads nothing from anywhere and runs no script but this one. */
export const HtmlPage = (script?: string): MethodDecorator =>
  applyDecorators(
    Header('Content-Type', 'text/html; charset=utf-8'),
    Header('X-Content-Type-Options', 'nosniff'),
    Header('Referrer-Policy', 'no-referrer'),
    Header('Content-Security-Policy', policy(script)),
  );

const policy = (script?: string): string =>
  [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    "connect-src 'self'",
    ...(script ? [`script-src ${sha256(script)}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
