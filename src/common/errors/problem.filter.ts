import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Authenticator } from '../../auth/authenticator.js';
import type { Attempts } from '../../idempotency/attempts.js';
import { requestLine } from '../logging/request-line.js';
import { Problem } from './problem.js';
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
    private readonly authenticator: Authenticator,
    private readonly attempts: Attempts,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const told = isPublic(error, request) ? error : ((await this.refusal(request)) ?? error);
    const problem = toProblem(told, request);
    this.log(problem, told, request);
    // Before the answer: whoever has it may send the same again.
    if (request.change?.attempt) await this.attempts.release(request.change.attempt);
    sendProblem(problem, request, http.getResponse<Response>());
  }

  /** What fails before the guard (an undecodable path, an unknown route) tells a stranger nothing but this. */
  private async refusal(request: Request): Promise<unknown> {
    try {
      await this.authenticator.authenticate(request);
      return undefined;
    } catch (refusal) {
      return refusal;
    }
  }

  /**
   * A database that is away is told in a line, an overload by Admission, once; only what nobody foresaw is worth a
   * stack.
   */
  private log({ code, status }: Problem, error: unknown, request: Request): void {
    if (code === 'overloaded') return;
    if (REFUSALS.includes(status)) this.logger.log(requestLine(request, `: ${code}`));
    else if (status === 503) this.logger.warn(requestLine(request, `: ${String(error)}`));
    else if (status >= 500) this.logger.error(requestLine(request, ''), (error as Error)?.stack);
  }
}

/** What our own code refuses has passed the guard or needs none; so has whatever fails after it was asked. */
const isPublic = (error: unknown, { principal, originalUrl }: Request): boolean =>
  error instanceof Problem || principal !== undefined || !OF_THE_API.test(originalUrl);
