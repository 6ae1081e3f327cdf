import { Logger } from '@nestjs/common';
import type { Response } from 'express';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { requestLine } from '../logging/request-line.js';
import { breakWhenIdle } from './read-time.js';
import { timeLimits } from './time-limits.js';

const logger = new Logger('Stream');

/**
 * Sends a stream as the reader takes it; one who takes nothing for `patience` milliseconds is left. A failure in
 * the middle breaks the connection: an end would look as if all had been sent. That a reader went away is its own
 * affair; anything else is logged.
 */
export async function sendStream(
  stream: Readable,
  response: Response,
  patience = timeLimits(response.req).idle,
): Promise<void> {
  if (response.req.method === 'HEAD') return void response.end();
  breakWhenIdle(response, patience);
  await pipeline(stream, response).catch((error: NodeJS.ErrnoException) => {
    response.destroy();
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      logger.error(requestLine(response.req, ' broke off'), error.stack);
    }
  });
}
