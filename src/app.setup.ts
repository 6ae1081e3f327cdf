import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { ApiKeys } from './auth/api-keys.js';
import { ProblemFilter } from './common/errors/problem.filter.js';
import { FastExpressAdapter } from './common/http/fast-express.adapter.js';
import { parseQuery } from './common/http/query-parser.js';
import { ServiceLogger } from './common/service-logger.js';
import type { Environment } from './config/environment.js';
import { DOCS_PAGE } from './openapi/docs-page.js';
import { openApiDocument } from './openapi/document.js';

/** The application as it is served, tested and documented: everything but listening. */
export async function createApp(
  environment: Environment,
  options: NestApplicationOptions = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(environment),
    new FastExpressAdapter(),
    {
      // Bodies are read by the routes that take one, behind the guard.
      bodyParser: false,
      // A database that is away at the start is an error to report, not a reason to end here.
      abortOnError: false,
      logger: new ServiceLogger(environment.LOG_LEVEL),
      ...options,
    },
  );
  app.disable('x-powered-by');
  // What can be kept has an ETag of its own (entity-tag.ts): Express would hash every answer, and slowly.
  app.disable('etag');
  app.set('query parser', parseQuery);
  app.setGlobalPrefix('api/v1', { exclude: ['/', 'health', 'problems', 'problems/:code'] });
  if (!options.preview) app.useGlobalFilters(new ProblemFilter(app.get(ApiKeys)));
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    ...DOCS_PAGE,
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
  });
  return app;
}
