import { Logger } from '@nestjs/common';
import type { Response } from 'express';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const logger = new Logger('Stream');

/**
 * Sends a stream as the reader takes it. A failure in the middle breaks the connection: an end would look as
 * if all had been sent. That a reader went away is its own affair; anything else is logged.
 */
export async function sendStream(stream: Readable, response: Response): Promise<void> {
  if (response.req.method === 'HEAD') return void response.end();
  await pipeline(stream, response).catch((error: NodeJS.ErrnoException) => {
    response.destroy();
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      logger.error(`${response.req.method} ${response.req.originalUrl} broke off`, error.stack);
    }
  });
}
