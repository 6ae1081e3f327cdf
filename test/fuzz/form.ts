import fc, { type Arbitrary } from 'fast-check';
import { hostileText } from './hostile.js';

const BOUNDARY = 'momentry-fuzz-boundary';

/** A form as its bytes and its content type. */
export interface Form {
  type: string;
  body: Buffer;
}

/** Forms with an image, with half an image, with anything; and what is no form. */
export function forms(images: Buffer[]): Arbitrary<Form> {
  const image = fc.constantFrom(...images);
  const content = fc.oneof(
    { weight: 4, arbitrary: image },
    { weight: 2, arbitrary: fc.tuple(image, fc.nat(2000), fc.nat(255)).map(flawed) },
    { weight: 1, arbitrary: fc.tuple(image, fc.nat(2000)).map(([bytes, end]) => bytes.subarray(0, end)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  );
  const part = fc
    .tuple(usually('image', hostileText), usually('photo.jpg', hostileText), content)
    .map(partOf);
  const parts = fc.oneof({ weight: 5, arbitrary: fc.tuple(part) }, fc.array(part, { maxLength: 3 }));
  return fc.tuple(parts, usually(`--${BOUNDARY}--\r\n`, hostileText), usually(TYPE, types)).map(formOf);
}

const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const types = fc.constantFrom(
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary=other',
  `multipart/mixed; boundary=${BOUNDARY}`,
  'image/jpeg',
  'application/json',
);

const usually = (value: string, otherwise: Arbitrary<string>): Arbitrary<string> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: otherwise });

/** One byte changed somewhere. */
function flawed([bytes, place, value]: [Buffer, number, number]): Buffer {
  const copy = Buffer.from(bytes);
  copy[place % copy.length] = value;
  return copy;
}

function partOf([name, file, content]: [string, string, Buffer]): Buffer {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n')]);
}

const formOf = ([parts, end, type]: [Buffer[], string, string]): Form => ({
  type,
  body: Buffer.concat([...parts, Buffer.from(end)]),
});
