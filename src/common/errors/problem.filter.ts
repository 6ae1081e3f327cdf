import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ApiKeys } from '../../auth/api-keys.js';
import { Problem } from './problem.js';
import { unauthorized } from './problems.js';
import { toProblem } from './to-problem.js';

/** Seconds after which a client may try again when the database was away. */
const RETRY_AFTER = '2';

/** And after which a request that is still running may be done. */
const RETRY_AFTER_RUNNING = '1';

/** A path of the API, also where the request line names the host. */
const OF_THE_API = /^([a-z]+:\/\/[^/]*)?\/api\/v1(\/|$)/i;

/** The one door through which errors leave: as problem details (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  constructor(private readonly keys: ApiKeys) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = this.mayLearn(request) ? toProblem(error, request) : unauthorized();
    this.log(problem, error, request);
    if (response.headersSent) response.destroy();
    else this.send(problem, request, response);
  }

  /** What fails before the guard (an undecodable path, an unknown route) tells a stranger nothing either. */
  private mayLearn(request: Request): boolean {
    return !OF_THE_API.test(request.originalUrl) || this.keys.accept(request.headers['x-api-key']);
  }

  /** A database that is away is told in a line; only what nobody foresaw is worth a stack. */
  private log({ status }: Problem, error: unknown, { method, originalUrl }: Request): void {
    if (status === 503) this.logger.warn(`${method} ${originalUrl}: ${String(error)}`);
    else if (status >= 500) this.logger.error(`${method} ${originalUrl}`, (error as Error)?.stack);
  }

  private send(problem: Problem, request: Request, response: Response): void {
    const { status, title, code, detail, extras } = problem;
    if (status === 401) response.setHeader('WWW-Authenticate', 'ApiKey realm="momentry"');
    if (status === 503) response.setHeader('Retry-After', RETRY_AFTER);
    if (code === 'idempotency_key_in_use') response.setHeader('Retry-After', RETRY_AFTER_RUNNING);
    const body = { type: `/problems/${code}`, title, status, detail, instance: request.originalUrl };
    response
      .status(status)
      .type('application/problem+json')
      .send(JSON.stringify({ ...body, success: false, code, errors: [], ...extras }));
  }
}
