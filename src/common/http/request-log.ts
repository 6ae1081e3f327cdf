import { Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Environment } from '../../config/environment.js';
import { requestLine } from '../logging/request-line.js';

const logger = new Logger('Request');

/** Logs each request when it is over, at the level debug; nothing to do at others. */
export function requestLog({
  LOG_LEVEL,
}: Environment): ((request: Request, response: Response) => void) | undefined {
  if (LOG_LEVEL !== 'debug' && LOG_LEVEL !== 'verbose') return undefined;
  return (request, response) => {
    const start = performance.now();
    response.once('close', () => logger.debug(lineOf(request, response, performance.now() - start)));
  };
}

function lineOf(request: Request, response: Response, time: number): object {
  const status = response.statusCode;
  const line = requestLine(request, ` ${status}${response.writableFinished ? '' : ', broken off'}`);
  return { ...line, status, ms: Math.round(time * 10) / 10 };
}
