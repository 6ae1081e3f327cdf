import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Authenticator } from '../../auth/authenticator.js';
import { hasKeyInQuery } from '../../auth/key-in-query.js';
import { Problem } from './problem.js';
import { toProblem } from './to-problem.js';

/** Seconds after which a client may try again when the database was away. */
const RETRY_AFTER = '2';

/** A path of the API, also where the request line names the host. */
const OF_THE_API = /^([a-z]+:\/\/[^/]*)?\/api\/v1(\/|$)/i;

/** The one door through which errors leave: as problem details (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  constructor(private readonly authenticator: Authenticator) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (isPublic(error, request)) this.answer(error, request, response);
    else void this.answerIfKnown(error, request, response);
  }

  /** What fails before the guard (an undecodable path, an unknown route) tells a stranger nothing either. */
  private async answerIfKnown(error: unknown, request: Request, response: Response): Promise<void> {
    let told = error;
    try {
      await this.authenticator.authenticate(request);
    } catch (refusal) {
      told = refusal;
    }
    this.answer(told, request, response);
  }

  private answer(error: unknown, request: Request, response: Response): void {
    const problem = toProblem(error, request);
    this.log(problem, error, request);
    if (response.headersSent) response.destroy();
    else this.send(problem, request, response);
  }

  /** A database that is away is told in a line; only what nobody foresaw is worth a stack. */
  private log({ status }: Problem, error: unknown, request: Request): void {
    const what = `${request.method} ${publicUrl(request)}`;
    if (status === 503) this.logger.warn(`${what}: ${String(error)}`);
    else if (status >= 500) this.logger.error(what, (error as Error)?.stack);
  }

  private send(problem: Problem, request: Request, response: Response): void {
    const { status, title, code, detail, extras } = problem;
    if (status === 401)
      response.setHeader('WWW-Authenticate', 'ApiKey realm="momentry", Bearer realm="momentry"');
    if (status === 503) response.setHeader('Retry-After', RETRY_AFTER);
    const body = { type: `/problems/${code}`, title, status, detail, instance: publicUrl(request) };
    response
      .status(status)
      .type('application/problem+json')
      .send(JSON.stringify({ ...body, success: false, code, errors: [], ...extras }));
  }
}

/** What our own code refuses has passed the guard or needs none; so has whatever fails after it was asked. */
const isPublic = (error: unknown, { principal, originalUrl }: Request): boolean =>
  error instanceof Problem || principal !== undefined || !OF_THE_API.test(originalUrl);

/** The path and query of a request, unless there may be a key in the query. */
const publicUrl = ({ originalUrl }: Request): string =>
  hasKeyInQuery(originalUrl) ? originalUrl.split('?', 1)[0]! : originalUrl;
