import type { Response } from 'express';
import { isKnown } from '../../common/http/entity-tag.js';
import { sendStream } from '../../common/http/send-stream.js';
import type { OpenImage } from './profile-image.service.js';

const CONTENT_TYPES = { jpg: 'image/jpeg', png: 'image/png' } as const;

/**
 * Sends an opened image as it is, or says that the client has it (ETag and 304). All that is said of it is
 * learnt from the open file, which stays the same to its end: one that replaces it meanwhile is another.
 */
export async function sendImage(response: Response, { file, found, type }: OpenImage): Promise<void> {
  try {
    const { size, mtimeMs } = found;
    const etag = `"${size.toString(16)}-${mtimeMs.toString(16)}"`;
    // A browser may keep the image, but asks each time whether it is still the one.
    response.set({ ETag: etag, 'Cache-Control': 'private, no-cache', 'X-Content-Type-Options': 'nosniff' });
    if (isKnown(response.req.headers['if-none-match'], etag)) return void response.status(304).end();
    response.set({
      'Content-Type': CONTENT_TYPES[type],
      'Content-Length': String(size),
    });
    await sendStream(file.createReadStream({ autoClose: false }), response);
  } finally {
    await file.close();
  }
}
