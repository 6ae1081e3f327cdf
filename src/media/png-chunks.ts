/** PNG chunks that hold compressed text or profiles: each may unpack to far more than the file. */
const COMPRESSED = new Set(['zTXt', 'iTXt', 'iCCP']);
const SIGNATURE_BYTES = 8;
/** A chunk's length and type stand before its data, a checksum behind. */
const HEAD_BYTES = 8;
const CHECKSUM_BYTES = 4;

/** How many chunks of a PNG a decoder would unpack beside the picture. Reads only their heads. */
export function compressedChunks(png: Buffer): number {
  let count = 0;
  let at = SIGNATURE_BYTES;
  while (at + HEAD_BYTES <= png.length) {
    if (COMPRESSED.has(png.toString('latin1', at + 4, at + HEAD_BYTES))) count++;
    at += HEAD_BYTES + png.readUInt32BE(at) + CHECKSUM_BYTES;
  }
  return count;
}
