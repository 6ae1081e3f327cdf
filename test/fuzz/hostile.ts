import fc, { type Arbitrary } from 'fast-check';

const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x',
  '\u202e\u200b',
  '\u{1f600}'.repeat(60),
  'İıßﬃ﷽',
  'a\u0301'.repeat(100),
  'x'.repeat(1500),
  "'; DROP TABLE identity; --",
  '%_\\',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-0',
  '1e999',
  '0x10',
  '99999999999999999999',
  '\r\nX-Header: 1',
  '<script>alert(1)</script>',
];
const NUMBERS = [-1, -0, 0.5, 5e-324, 1e300, -1e300, 2 ** 31 - 1, 2 ** 31, 2 ** 53, 2 ** 63];
const DEPTHS = [5, 31, 32, 33, 64, 65, 2000];

const nested = (depth: number): unknown => JSON.parse(`${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}`);

/** Text that breaks what doesn't expect it. */
export const hostileText: Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** A value that is seldom what a field wants. */
export const hostileJson: Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(...NUMBERS, null, true, false, [], {}, [null], [[]], [1, 'a']),
  fc.constantFrom(...DEPTHS).map(nested),
  fc.constant(JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{}}}') as unknown),
  fc.jsonValue(),
);

/** Bytes that are no JSON object, or none that a parser likes. */
export const hostileBody: Arbitrary<Buffer> = fc
  .oneof(
    fc.constantFrom(
      '',
      '{',
      'null',
      '[]',
      '"a"',
      '1e999',
      '\ufeff{}',
      '{"name":1e999}',
      '{"name":"a","name":"b"}',
      '{"name":"\\ud800"}',
      `{"a":${'['.repeat(100_000)}`,
      `{"metadata":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      `{"name":"${'x'.repeat(1024 * 1024)}"}`,
    ),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.json(),
  )
  .map((text) => Buffer.from(text));

/** Pieces of a URL that aren't percent-encoded as they should be. */
export const GARBAGE = [
  '%',
  '%zz',
  '%ff',
  '%c3',
  '%c3%28',
  '%ed%a0%80',
  '%00',
  '%2e%2e',
  '%2f',
  ';',
  '+',
  '&=',
];
