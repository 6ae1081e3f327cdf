import type { Identity } from '../src/catalogue/entities/identity.entity.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const UUID = 'a9a901056d6b46ff92da0c3c1a57dff4';
const CARY: Partial<Identity> = {
  identity_uuid: UUID,
  name: 'Cary Grant',
  identity_type: 'people',
  source: 'tmdb',
  status: 'confirmed',
  tmdb_id: 112,
  tmdb_profile: 'https://example.org/cary.jpg',
  metadata: { tmdb_character: 'Peter Joshua', cast_order: 0 },
  reference_data: { seen: ['Charade'] },
  created_at: new Date('2026-05-16T12:00:00.999Z'),
};
const SHOWN = { ...CARY, created_at: '2026-05-16T12:00:00Z', updated_at: null };

describe('An identity', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
    await test.factory.identity(CARY);
  });
  afterAll(() => test.close());

  it('is shown with the fields of the reference, and no others', async () => {
    const { status, headers, body } = await test.api.get(`identity/${UUID}`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(body).toEqual({ success: true, ...SHOWN });
  });

  it.each([
    'A9A901056D6B46FF92DA0C3C1A57DFF4',
    'a9a90105-6d6b-46ff-92da-0c3c1a57dff4',
    'A9A90105-6d6b-46FF-92da-0C3C1a57dff4',
    '%61%39a901056d6b46ff92da0c3c1a57dff4',
  ])('is found as %s', async (spelling) => {
    const { status, body } = await test.api.get(`identity/${spelling}`);
    expect(status).toBe(200);
    expect(body.identity_uuid).toBe(UUID);
  });

  it('is exported as an identity file, with what is bound to it by file', async () => {
    const [first, second] = [randomUuid(), randomUuid()].sort();
    for (const file_uuid of [second!, first!]) await test.factory.file({ file_uuid });
    const face = { identity_uuid: UUID };
    await test.factory.faces(first!, [
      { ...face, frame_number: 1, trace_id: 7 },
      { ...face, frame_number: 2, trace_id: 7 },
      { ...face, frame_number: 3, trace_id: 2 },
      { frame_number: 4, trace_id: 9 },
    ]);
    await test.factory.faces(second!, [face]);
    const { status, body } = await test.api.get(`identity/${UUID}/json`);
    expect(status).toBe(200);
    expect(body).toEqual({
      version: 1,
      ...SHOWN,
      file_bindings: [
        { file_uuid: first, trace_ids: [2, 7], face_count: 3 },
        { file_uuid: second, trace_ids: [], face_count: 1 },
      ],
    });
  });

  it('shows where its image lies once it has one', async () => {
    const uuid = await test.factory.identity({ image_type: 'png', image_sha256: '0'.repeat(64) });
    const { body } = await test.api.get(`identity/${uuid}`);
    expect(body.tmdb_profile).toBe(`${test.environment.OUTPUT_DIR}/identities/${uuid}/profile.png`);
  });

  it.each([
    ['too short', 'a9a90105'],
    ['33 digits long', `${UUID}0`],
    ['not hexadecimal', UUID.replace('f', 'g')],
    ['hyphenated in the wrong places', 'a9a9-01056d6b-46ff-92da-0c3c1a57dff4'],
    ['half hyphenated', 'a9a90105-6d6b46ff92da0c3c1a57dff4'],
    ['in braces', `%7B${UUID}%7D`],
    ['with white space', `%20${UUID}`],
    ['with a line end', `${UUID}%0A`],
    ['a path', '..%2F..'],
    ['a path to a file', `${UUID}%2F..%2F..%2Fetc%2Fpasswd`],
    ['NUL', '%00'],
    ['a uuid and NUL', `${UUID}%00`],
    ['SQL', "'%20OR%201=1--"],
    ['full-width digits', encodeURIComponent('\uff11'.repeat(32))],
  ])('is a 400 where the uuid is %s', async (_, uuid) => {
    for (const path of ['', '/json', '/files', '/faces', '/chunks', '/profile-image']) {
      const { status, body } = await test.api.get(`identity/${uuid}${path}`);
      expect(status).toBe(400);
      expect(body).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '#/identity_uuid' }] });
    }
    expect((await test.api.delete(`identity/${uuid}`)).status).toBe(400);
  });

  it('is a 400 where the path is not percent-encoded UTF-8', async () => {
    const { status, body } = await test.api.get('identity/%C3%28');
    expect(status).toBe(400);
    expect(body.code).toBe('malformed_url');
  });

  it('is a 400 that says what is wrong, as problem details, where the uuid is malformed', async () => {
    const { headers, body } = await test.api.get('identity/x/files?page=2');
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    const detail = 'must be a uuid: 32 hex digits, with or without hyphens';
    expect(body).toEqual({
      type: '/problems/invalid_request',
      title: 'The request is not valid',
      status: 400,
      detail: `#/identity_uuid: ${detail}`,
      instance: '/api/v1/identity/x/files?page=2',
      success: false,
      code: 'invalid_request',
      request_id: headers['x-request-id'],
      errors: [{ pointer: '#/identity_uuid', detail }],
    });
  });

  it.each(['', '/json', '/files', '/faces', '/chunks', '/profile-image'])(
    'is a 404 in problem details where GET /identity/:uuid%s knows no such uuid',
    async (path) => {
      const uuid = randomUuid();
      const { status, headers, body } = await test.api.get(`identity/${uuid}${path}`);
      expect(status).toBe(404);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(body).toEqual({
        type: '/problems/identity_not_found',
        title: 'There is no such identity',
        status: 404,
        detail: `There is no identity ${uuid}.`,
        instance: `/api/v1/identity/${uuid}${path}`,
        success: false,
        code: 'identity_not_found',
        request_id: headers['x-request-id'],
        errors: [],
      });
    },
  );
});
