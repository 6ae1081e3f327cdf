import type { Response } from 'express';
import type { ImageFile } from './profile-image.service.js';

/** Tries of finding a file that is being replaced by one with another extension. */
const TRIES = 3;

const CONTENT_TYPES = { jpg: 'image/jpeg', png: 'image/png' } as const;

/**
 * Sends an image file as it is, with its validators: ETag and 304, ranges, HEAD. Between the finding and
 * the opening the image may be replaced: then it is found anew.
 */
export async function sendImage(response: Response, find: () => Promise<ImageFile>): Promise<void> {
  for (let left = TRIES - 1; ; left--) {
    const image = await find();
    const error = await send(response, image);
    if (!error || response.headersSent) return;
    if (left === 0 || (error as { status?: number }).status !== 404) throw error;
  }
}

function send(response: Response, { folder, name, type }: ImageFile): Promise<Error | undefined> {
  const headers = {
    'Content-Type': CONTENT_TYPES[type],
    'X-Content-Type-Options': 'nosniff',
    // A browser may keep the image, but asks each time whether it is still the one.
    'Cache-Control': 'private, no-cache',
  };
  return new Promise((resolve) =>
    response.sendFile(name, { root: folder, dotfiles: 'allow', cacheControl: false, headers }, resolve),
  );
}
