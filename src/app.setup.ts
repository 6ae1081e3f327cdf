import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { Authenticator } from './auth/authenticator.js';
import { Attempts } from './idempotency/attempts.js';
import { corsOptions } from './common/http/cors-options.js';
import { ProblemFilter } from './common/errors/problem.filter.js';
import { FastExpressAdapter } from './common/http/fast-express.adapter.js';
import { parseQuery } from './common/http/query-parser.js';
import { ServiceLogger } from './common/service-logger.js';
import type { Environment } from './config/environment.js';
import { trustProxy } from './config/trust-proxy.js';
import { DOCS_PAGE, setPolicy } from './openapi/docs-page.js';
import { addressLimit } from './limits/address-limit.js';
import { RateLimits } from './limits/rate-limits.js';
import { openApiDocument } from './openapi/document.js';

/** The application as it is served, tested and documented: everything but listening. */
export async function createApp(
  environment: Environment,
  options: NestApplicationOptions = {},
): Promise<NestExpressApplication> {
  const adapter = new FastExpressAdapter(environment);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(environment), adapter, {
    // Bodies are read by the routes that take one, behind the guard.
    bodyParser: false,
    // A database that is away at the start is an error to report, not a reason to end here.
    abortOnError: false,
    logger: new ServiceLogger(environment),
    ...options,
  });
  app.disable('x-powered-by');
  // What can be kept has an ETag of its own (entity-tag.ts): Express would hash every answer, and slowly.
  app.disable('etag');
  app.set('query parser', parseQuery);
  app.set('trust proxy', trustProxy(environment.TRUST_PROXY));
  app.setGlobalPrefix('api/v1', {
    exclude: ['/', 'health', 'health/ready', 'metrics', 'problems', 'problems/:code'],
  });
  if (!options.preview) await guardApp(app, environment);
  adapter.registerLast = () => setUpDocs(app);
  return app;
}

function setUpDocs(app: NestExpressApplication): void {
  app.use('/docs', setPolicy);
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    ...DOCS_PAGE,
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
  });
}

/** What stands before and around all routes. What isn't asked for isn't there: it would cost every request. */
async function guardApp(app: NestExpressApplication, { CORS_ORIGINS }: Environment): Promise<void> {
  const limits = app.get(RateLimits);
  app.useGlobalFilters(new ProblemFilter(app.get(Authenticator), app.get(Attempts)));
  if (CORS_ORIGINS) app.enableCors(corsOptions(CORS_ORIGINS));
  if (limits.limitsAddresses) app.use(addressLimit(limits));
  await limits.connect();
}
