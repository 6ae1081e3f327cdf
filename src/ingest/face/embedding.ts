import { endianness } from 'node:os';
import type { FieldFault } from '../../common/errors/problem.js';
import { MAX_DIMENSION } from './face.schema.js';

/** As it is sent; a Float32Array comes from a file that was read as it streamed. */
export interface GivenEmbedding {
  model: string;
  values: unknown[] | Float32Array | string;
}

const FAULT = 'must be finite numbers, or the base64 of finite float32 values';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes of an embedding: float32, little-endian; or what is wrong with it. */
export function bytesOfEmbedding({ values }: GivenEmbedding): Buffer | FieldFault {
  const floats = floatsOf(values);
  if (floats && floats.length > 0 && floats.length <= MAX_DIMENSION && isFinite(floats)) {
    return littleEndian(Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength));
  }
  return { pointer: '#/embedding/values', detail: FAULT };
}

function floatsOf(values: GivenEmbedding['values']): Float32Array | undefined {
  if (values instanceof Float32Array) return values;
  if (Array.isArray(values)) {
    return values.every((value) => typeof value === 'number') ? new Float32Array(values) : undefined;
  }
  const isBase64 = typeof values === 'string' && BASE64.test(values);
  const bytes = isBase64 ? littleEndian(Buffer.from(values, 'base64')) : undefined;
  return bytes && bytes.length % 4 === 0 ? new Float32Array(Uint8Array.from(bytes).buffer) : undefined;
}

/** A loop, for it is run over every value of an archive. */
function isFinite(floats: Float32Array): boolean {
  for (let index = 0; index < floats.length; index++) if (!Number.isFinite(floats[index])) return false;
  return true;
}

/** From this machine's order of bytes, or back. */
const littleEndian = (bytes: Buffer): Buffer =>
  endianness() === 'LE' || bytes.length % 4 !== 0 ? bytes : bytes.swap32();
