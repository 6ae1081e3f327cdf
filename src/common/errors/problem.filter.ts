import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ApiKeys } from '../../auth/api-keys.js';
import { RateLimits } from '../../limits/rate-limits.js';
import { requestLine } from '../logging/request-line.js';
import { Problem } from './problem.js';
import { unauthorized } from './problems.js';
import { sendProblem } from './send-problem.js';
import { toProblem } from './to-problem.js';

/** A path of the API, also where the request line names the host. */
const OF_THE_API = /^([a-z]+:\/\/[^/]*)?\/api\/v1(\/|$)/i;

/** Who is told that they may not: worth a line. */
const REFUSALS = [401, 403, 429];

/** The one door through which errors leave: as problem details (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  constructor(
    private readonly keys: ApiKeys,
    private readonly limits: RateLimits,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const problem = (await this.refuseStranger(error, request)) ?? toProblem(error, request);
    this.log(problem, error, request);
    sendProblem(problem, request, http.getResponse<Response>());
  }

  /**
   * What fails before the guard (an undecodable path, an unknown route) tells a stranger nothing either. A problem
   * comes from the guard or from behind it.
   */
  private async refuseStranger(error: unknown, request: Request): Promise<Problem | undefined> {
    if (error instanceof Problem || !OF_THE_API.test(request.originalUrl)) return undefined;
    const key = request.headers['x-api-key'];
    if (key === undefined) return unauthorized();
    return this.keys.accept(key) ? undefined : this.limits.refuseKey(request, unauthorized());
  }

  /** A database that is away is told in a line; only what nobody foresaw is worth a stack. */
  private log({ code, status }: Problem, error: unknown, request: Request): void {
    if (REFUSALS.includes(status)) this.logger.log(requestLine(request, `: ${code}`));
    else if (status === 503) this.logger.warn(requestLine(request, `: ${String(error)}`));
    else if (status >= 500) this.logger.error(requestLine(request, ''), (error as Error)?.stack);
  }
}
