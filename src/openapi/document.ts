import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { API_KEY_SCHEME, BEARER_SCHEME, SESSION_SCHEME } from '../auth/access.decorator.js';
import { SESSION_COOKIE } from '../auth/credentials.js';
import { ROW_SCHEMAS } from '../ingest/row-schemas.js';
import { documentAnswerHeaders } from './answer-headers.js';
import { version } from '../version.js';

const DESCRIPTION = `
The catalogue of the people in a video archive: which detected faces are whose, in which files and when they
appear, what is said while they are on screen, and their portraits.

Every route under \`/api/v1\` needs an API key in the \`X-API-Key\` header (or as \`Authorization: Bearer\`): press
**Authorize** and enter it, or log in above. Each says which scope the key must have.
A change that lists \`If-Match\` and \`If-None-Match\` heeds them; any other refuses them with a 400, but for logins.
Errors are problem details (RFC 9457) with a stable \`code\`; [each is explained](/problems).
`.trim();

/** The OpenAPI document, made from the decorators. An operation is named as its controller method. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Momentry Identity')
    .setVersion(version)
    .setDescription(DESCRIPTION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .setOpenAPIVersion('3.0.3')
    .addServer('/', 'This service')
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'X-API-Key',
        description: 'Printed at the start; kept in DATA_DIR/api-key.',
      },
      API_KEY_SCHEME,
    )
    .addSecurity(BEARER_SCHEME, { type: 'http', scheme: 'bearer', description: 'The same key.' })
    .addCookieAuth(
      SESSION_COOKIE,
      { type: 'apiKey', in: 'cookie', description: 'What `POST /api/v1/auth/login` sets.' },
      SESSION_SCHEME,
    );
  for (const [name, description] of Object.entries(TAGS)) config.addTag(name, description);
  const document = SwaggerModule.createDocument(app, config.build(), {
    operationIdFactory: (_controller, method) => method,
  });
  Object.assign(document.components!.schemas!, ROW_SCHEMAS);
  documentAnswerHeaders(document);
  return document;
}

const TAGS = {
  Identities: 'The people of the archive: listed and searched.',
  Identity: 'One of them: read, created, changed, deleted.',
  Appearance: 'In which files they appear, with which faces, and what is said meanwhile.',
  Binding: 'Which face detections are whose.',
  'Profile image': 'Their portraits.',
  Files: 'The videos of the archive: listed, named, deleted.',
  'File contents': 'Who and what is in a file: identities, faces, traces, and what is said.',
  Archive: 'All of it at once.',
  Access: 'Keys and what they may do, and browsers that are logged in.',
  Health: 'Whether the service is up.',
};
