import type { Answer } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const nested = (levels: number): object => (levels === 1 ? {} : { in: nested(levels - 1) });
const metadataOf = (bytes: number): object => ({ text: 'x'.repeat(bytes - '{"text":""}'.length) });

describe('The fields of POST /api/v1/identity/upload', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  /** Uploads a file that is valid but for what is given, as JSON text or as fields. */
  const upload = (given: object): Promise<Answer> =>
    test.api.post('identity/upload', {
      identity_uuid: randomUuid(),
      name: `Person ${randomUuid()}`,
      ...given,
    });

  /** The metadata as stored, as text: an object would lose what this is about. */
  const roundTrip = async (metadata: string): Promise<string> => {
    const identity_uuid = randomUuid();
    const file = `{"identity_uuid":"${identity_uuid}","name":"${identity_uuid}","metadata":${metadata}}`;
    const { status } = await test.api.post('identity/upload', file);
    expect(status).toBe(200);
    const { text } = await test.api.get(`identity/${identity_uuid}`);
    return text.slice(text.indexOf('"metadata":') + 11, text.indexOf(',"reference_data"'));
  };

  it.each([
    ['the order of its keys', '{"zulu":1,"alpha":{"y":[],"x":null},"mike":[{"b":1,"a":2}]}'],
    ['text of every script', '{"名前":"ケーリー","emoji 🧑‍🚀":"é é ￿ \u2028"}'],
    ['escapes', '{"a\\"b":"\\\\ \\n \\u0001"}'],
    ['numbers', '{"a":0.1,"b":-1.5e-7,"c":9007199254740991,"d":0}'],
    ['a key __proto__', '{"__proto__":{"polluted":true},"a":1}'],
    [
      'keys constructor and prototype at any depth',
      '{"a":{"constructor":{"prototype":{"b":1}}},"toString":1}',
    ],
    ['empty keys', '{"":{"":""}}'],
  ])('keep of metadata %s', async (_, metadata) => {
    expect(await roundTrip(metadata)).toBe(metadata);
  });

  it('keep a key __proto__ out of every object’s prototype', async () => {
    await roundTrip('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    expect({}).not.toHaveProperty('polluted');
  });

  it('move updated_at where only a key __proto__ changed', async () => {
    const [identity_uuid, name] = [randomUuid(), 'Proto'];
    await upload({ identity_uuid, name, metadata: {} });
    await test.api.post(
      'identity/upload',
      `{"identity_uuid":"${identity_uuid}","name":"${name}","metadata":{"__proto__":1}}`,
    );
    expect((await test.api.get(`identity/${identity_uuid}`)).body.updated_at).not.toBeNull();
  });

  it.each([
    ['a name of 500 characters', { name: 'n'.repeat(500) }],
    ['a name of 500 code points beyond the BMP', { name: '🧑'.repeat(500) }],
    ['a name of 500 letters that no index could hold whole', { name: '\uFDFA'.repeat(500) }],
    ['a name of white space and a letter', { name: '  x\t' }],
    ['a name of control characters other than NUL', { name: 'a\u0001\nb' }],
    ['the least tmdb_id', { tmdb_id: 1 }],
    ['the greatest tmdb_id', { tmdb_id: 2147483647 }],
    ['metadata of 32 levels', { metadata: nested(32) }],
    ['metadata of 256 KiB', { metadata: metadataOf(256 * 1024) }],
    [
      'file_bindings of files that are not here',
      {
        file_bindings: [{ file_uuid: randomUuid(), trace_ids: [], face_count: 0 }],
      },
    ],
    ['version 1', { version: 1 }],
  ])('may be %s', async (_, given) => {
    const identity_uuid = randomUuid();
    expect((await upload({ ...given, identity_uuid })).status).toBe(200);
    const { file_bindings: _ignored, ...kept } = given as Record<string, unknown>;
    expect((await test.api.get(`identity/${identity_uuid}/json`)).body).toMatchObject(kept);
  });

  const binding = (given: object): object => ({
    file_uuid: randomUuid(),
    trace_ids: [],
    face_count: 0,
    ...given,
  });

  it.each<[string, object, string?]>([
    ['version 2', { version: 2 }],
    ['a version that is text', { version: '1' }],
    ['version null', { version: null }],
    ['no identity_uuid', { identity_uuid: undefined }],
    ['identity_uuid null', { identity_uuid: null }],
    ['a short identity_uuid', { identity_uuid: 'a9a90105' }],
    ['an identity_uuid in braces', { identity_uuid: `{${randomUuid()}}` }],
    ['an identity_uuid in an array', { identity_uuid: [randomUuid()] }],
    ['no name', { name: undefined }],
    ['name null', { name: null }],
    ['an empty name', { name: '' }],
    ['a blank name', { name: ' \t\u3000\n' }],
    ['a name of 501 characters', { name: 'n'.repeat(501) }],
    ['a name of 501 code points beyond the BMP', { name: '🧑'.repeat(501) }],
    ['a name of 502 code points that show as fewer', { name: '❤️'.repeat(251) }],
    ['NUL in a name', { name: 'a\0b' }],
    ['half a surrogate pair in a name', { name: '\ud800' }],
    ['a name that is a number', { name: 5 }],
    ['a name that is an object', { name: { constructor: 1, toString: 1, hasOwnProperty: 1 } }],
    ['another identity_type', { identity_type: 'animal' }],
    ['another source', { source: 'imdb' }],
    ['several sources', { source: ['tmdb'] }],
    ['a status in upper case', { status: 'Confirmed' }],
    ['tmdb_id 0', { tmdb_id: 0 }],
    ['a negative tmdb_id', { tmdb_id: -1 }],
    ['a tmdb_id of 2^31', { tmdb_id: 2147483648 }],
    ['a tmdb_id that is no whole number', { tmdb_id: 1.5 }],
    ['a tmdb_id that is text', { tmdb_id: '112' }],
    ['an empty tmdb_profile', { tmdb_profile: '' }],
    ['a tmdb_profile of 2049 characters', { tmdb_profile: 'h'.repeat(2049) }],
    ['metadata that is an array', { metadata: [] }],
    ['metadata that is text', { metadata: 'text' }],
    ['metadata of 33 levels', { metadata: nested(33) }],
    ['metadata of 33 levels below a key constructor', { metadata: { constructor: nested(32) } }],
    ['metadata of a byte over 256 KiB', { metadata: metadataOf(256 * 1024 + 1) }],
    ['NUL in metadata', { metadata: { 'a/b': ['\0'] } }, '#/metadata/a~1b/0'],
    ['file_bindings that are no array', { file_bindings: {} }],
    ['null in file_bindings', { file_bindings: [null] }],
    ['a number in file_bindings', { file_bindings: [1] }],
    ['an array in file_bindings', { file_bindings: [[]] }],
    [
      'a binding without file',
      { file_bindings: [binding({ file_uuid: undefined })] },
      '#/file_bindings/0/file_uuid',
    ],
    ['a negative trace_id', { file_bindings: [binding({ trace_ids: [-1] })] }, '#/file_bindings/0/trace_ids'],
    [
      'a face_count that is text',
      { file_bindings: [binding({}), binding({ face_count: '0' })] },
      '#/file_bindings/1/face_count',
    ],
  ])('are refused: %s', async (_, given, pointer = `#/${Object.keys(given)[0]}`) => {
    const { status, body } = await upload(given);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ pointer }] });
  });

  it.each([
    ['identity_type', 'people'],
    ['source', '.json, auto, tmdb, user_defined, merged'],
    ['status', 'confirmed, pending, inactive'],
  ])('name the values that %s may have', async (field, allowed) => {
    const { body } = await upload({ [field]: 'other' });
    expect(body.errors).toEqual([{ pointer: `#/${field}`, detail: `must be one of ${allowed}` }]);
  });

  it('are all judged at once', async () => {
    const { status, body } = await test.api.post('identity/upload', {
      version: 2,
      name: '',
      identity_type: 'x',
      source: 'x',
      status: 'x',
      tmdb_id: 0,
      tmdb_profile: 1,
      metadata: nested(40),
      file_bindings: [{ trace_ids: 'x', face_count: -1 }],
    });
    expect(status).toBe(400);
    const fields = ['version', 'identity_uuid', 'name', 'identity_type', 'source', 'status', 'tmdb_id'];
    const bindings = ['file_uuid', 'trace_ids', 'face_count'].map((field) => `file_bindings/0/${field}`);
    const expected = [...fields, 'tmdb_profile', 'metadata', ...bindings].map((field) => `#/${field}`);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(expected.sort());
  });
});
