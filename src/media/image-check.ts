import pLimit from 'p-limit';
import sharp from 'sharp';
import {
  imageMissing,
  imageTooLarge,
  imageUndecodable,
  unsupportedImageType,
} from '../common/errors/problems.js';
import type { ImageType } from './image-type.js';
import { compressedChunks } from './png-chunks.js';

export const MAX_IMAGE_MIB = 10;
const MAX_MEGAPIXELS = 50;
/** Pixels: a picture of very many lines takes as long as one of very many pixels. */
const MAX_SIDE = 32_768;
/** Photographs have one or two. */
const MAX_COMPRESSED_CHUNKS = 8;
/** Seconds for which an image may be decoded. */
const PATIENCE = 10;

/** Decoding takes threads that reading files needs too: two of four at a time. */
const decoding = pLimit(2);
// Its cache keeps decoded images alive, and none of ours comes twice.
sharp.cache(false);

const SIGNATURES: Record<ImageType, Buffer> = {
  jpg: Buffer.from([0xff, 0xd8, 0xff]),
  png: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
};

/**
 * Judges an image by its bytes alone, whatever it is called: JPEG or PNG, of a bearable size, and decodable
 * to the last line. Its size is read from the header first: a bomb is refused before it is unpacked.
 */
export async function checkImage(bytes: Buffer): Promise<ImageType> {
  if (bytes.length === 0) throw imageMissing();
  const type = typeOf(bytes);
  if (type === 'png' && compressedChunks(bytes) > MAX_COMPRESSED_CHUNKS) {
    throw imageTooLarge(`At most ${MAX_COMPRESSED_CHUNKS} compressed text chunks are taken.`);
  }
  await decoding(() => decode(bytes));
  return type;
}

async function decode(bytes: Buffer): Promise<void> {
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata().catch(refuseDamaged);
  if (width * height > MAX_MEGAPIXELS * 1e6 || Math.max(width, height) > MAX_SIDE) {
    const limit = `at most ${MAX_MEGAPIXELS} megapixels and ${MAX_SIDE} pixels a side are taken`;
    throw imageTooLarge(`${width} x ${height} pixels: ${limit}.`);
  }
  const image = sharp(bytes, { failOn: 'error', sequentialRead: true }).timeout({ seconds: PATIENCE });
  await image.stats().catch(refuseDamaged);
}

function typeOf(bytes: Buffer): ImageType {
  const types = Object.keys(SIGNATURES) as ImageType[];
  const type = types.find((name) => bytes.subarray(0, SIGNATURES[name].length).equals(SIGNATURES[name]));
  if (!type) throw unsupportedImageType();
  return type;
}

function refuseDamaged(): never {
  throw imageUndecodable();
}
