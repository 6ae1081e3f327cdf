import { applyDecorators, Header } from '@nestjs/common';
import { contentSecurityPolicy, sha256 } from './content-security-policy.js';

/** The route answers an HTML page that loads nothing from anywhere and runs no script but this one. */
export const HtmlPage = (script?: string): MethodDecorator =>
  applyDecorators(
    Header('Content-Type', 'text/html; charset=utf-8'),
    Header('Content-Security-Policy', policy(script)),
  );

const policy = (script?: string): string =>
  contentSecurityPolicy({
    'style-src': "'unsafe-inline'",
    'img-src': 'data:',
    ...(script && { 'script-src': sha256(script) }),
  });
