import sharp from 'sharp';
import {
  imageMissing,
  imageTooLarge,
  imageUndecodable,
  unsupportedImageType,
} from '../common/errors/problems.js';
import type { ImageType } from '../identity/entities/identity.entity.js';

export const MAX_IMAGE_MIB = 10;
const MAX_MEGAPIXELS = 50;

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
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata().catch(refuseDamaged);
  if (width * height > MAX_MEGAPIXELS * 1e6) {
    throw imageTooLarge(`${width} x ${height} pixels: at most ${MAX_MEGAPIXELS} megapixels are taken.`);
  }
  await sharp(bytes, { failOn: 'error', sequentialRead: true }).stats().catch(refuseDamaged);
  return type;
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
