import sharp from 'sharp';
import type { Answer } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

describe('POST /api/v1/identity/upload', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await getTestApp();
  });
  afterAll(() => test.close());

  const upload = (file: object): Promise<Answer> => test.api.post('identity/upload', file);
  const stored = async (uuid: string): Promise<Record<string, unknown>> => {
    const { status, body } = await test.api.get(`identity/${uuid}`);
    expect(status).toBe(200);
    return body as Record<string, unknown>;
  };
  const uploaded = async (file: object = {}): Promise<{ identity_uuid: string; name: string }> => {
    const whole = { identity_uuid: randomUuid(), name: `Person ${randomUuid()}`, ...file };
    const { status } = await upload(whole);
    expect(status).toBe(200);
    return whole;
  };
  const FULL = {
    identity_type: 'people',
    source: 'tmdb',
    status: 'pending',
    tmdb_id: 112,
    tmdb_profile: 'https://example.org/cary.jpg',
    metadata: { cast_order: 1 },
  };
  const BLANK = {
    identity_type: null,
    source: '.json',
    status: 'confirmed',
    tmdb_id: null,
    tmdb_profile: null,
    metadata: {},
  };

  it.each(['name', 'face_count'])('is listed under its new status at once, by %s', async (sort) => {
    const { identity_uuid, name } = await uploaded();
    const listed = async (status: string): Promise<unknown[]> => {
      const { body } = await test.api.get(`identities?sort=${sort}&status=${status}&page_size=200`);
      return body.identities.filter((row: { name: string }) => row.name === name);
    };
    expect([await listed('confirmed'), await listed('inactive')]).toEqual([[expect.anything()], []]);
    await upload({ identity_uuid, name, status: 'inactive' });
    expect([await listed('confirmed'), await listed('inactive')]).toEqual([[], [expect.anything()]]);
  });

  it('answers as the reference has it', async () => {
    const { status, body } = await upload({
      version: 1,
      identity_uuid: 'a9a901056d6b46ff92da0c3c1a57dff4',
      name: 'Cary Grant',
      identity_type: 'people',
      source: '.json',
      status: 'confirmed',
      metadata: {},
      file_bindings: [],
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      identity_uuid: 'a9a901056d6b46ff92da0c3c1a57dff4',
      name: 'Cary Grant',
      message: 'Identity uploaded successfully',
    });
  });

  it('creates an identity with the defaults from a uuid and a name alone', async () => {
    const { identity_uuid, name } = await uploaded();
    expect(await stored(identity_uuid)).toMatchObject({ name, ...BLANK, updated_at: null });
  });

  it('creates an identity with every field given', async () => {
    const { identity_uuid } = await uploaded(FULL);
    expect(await stored(identity_uuid)).toMatchObject({ ...FULL, updated_at: null });
  });

  it('updates the identity with this uuid', async () => {
    const { identity_uuid } = await uploaded();
    const { body } = await upload({ identity_uuid, name: 'Renamed', ...FULL });
    expect(body).toMatchObject({ identity_uuid, name: 'Renamed' });
    expect(await stored(identity_uuid)).toMatchObject({
      name: 'Renamed',
      ...FULL,
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
  });

  it('finds and lists an updated identity under its new name only', async () => {
    const { identity_uuid } = await uploaded({ name: 'Archibald Leach' });
    await upload({ identity_uuid, name: 'Archie' });
    expect((await test.api.get('identities/search?q=Leach')).body.count).toBe(0);
    expect((await test.api.get('identities/search?q=archie')).body.results[0]).toMatchObject({
      identity_uuid,
    });
  });

  it('keeps what is left out', async () => {
    const { identity_uuid, name } = await uploaded(FULL);
    await upload({ identity_uuid, name });
    expect(await stored(identity_uuid)).toMatchObject(FULL);
  });

  it.each(Object.entries(BLANK))('puts %s back where it is null', async (field, blank) => {
    const { identity_uuid, name } = await uploaded(FULL);
    await upload({ identity_uuid, name, [field]: null });
    expect(await stored(identity_uuid)).toMatchObject({ ...FULL, [field]: blank });
  });

  it('takes null at creation for the default', async () => {
    const nothing = Object.fromEntries(Object.keys(BLANK).map((field) => [field, null]));
    const { identity_uuid } = await uploaded({ ...nothing, file_bindings: null });
    expect(await stored(identity_uuid)).toMatchObject(BLANK);
  });

  it('reads the status skipped as inactive', async () => {
    const { identity_uuid } = await uploaded({ status: 'skipped' });
    expect(await stored(identity_uuid)).toMatchObject({ status: 'inactive' });
  });

  it('takes one uuid in every spelling for the same identity', async () => {
    const identity_uuid = 'abcdef0123456789abcdef0123456789';
    const hyphenated = 'abcdef01-2345-6789-abcd-ef0123456789';
    for (const spelling of [identity_uuid.toUpperCase(), hyphenated, hyphenated.toUpperCase()]) {
      const { body } = await upload({ identity_uuid: spelling, name: `As ${spelling}` });
      expect(body.identity_uuid).toBe(identity_uuid);
      expect(await stored(identity_uuid)).toMatchObject({ name: `As ${spelling}` });
    }
  });

  it('ignores the fields that are not the reference’s', async () => {
    const extra = {
      face_count: 7,
      nickname: 'Archie',
      constructor: { name: 'x' },
      prototype: 1,
      toString: 1,
    };
    const { identity_uuid } = await uploaded({ ...extra, created_at: '2001-01-01T00:00:00Z' });
    const identity = await stored(identity_uuid);
    expect(identity).not.toHaveProperty('nickname');
    expect(identity.created_at).not.toBe('2001-01-01T00:00:00Z');
  });

  it('never applies file_bindings', async () => {
    const file_uuid = await test.factory.file();
    await test.factory.faces(file_uuid, [{ trace_id: 0 }]);
    const { identity_uuid } = await uploaded({
      file_bindings: [{ file_uuid, trace_ids: [0], face_count: 1, note: 'extra' }],
    });
    expect((await test.api.get(`identity/${identity_uuid}/faces`)).body.count).toBe(0);
    expect((await test.api.get(`identity/${identity_uuid}/json`)).body.file_bindings).toEqual([]);
  });

  it('keeps updated_at null when the same is uploaded again', async () => {
    const file = await uploaded(FULL);
    await upload(file);
    expect(await stored(file.identity_uuid)).toMatchObject({ updated_at: null });
  });

  it('changes nothing when what was exported is uploaded', async () => {
    const file_uuid = await test.factory.file();
    const updated_at = new Date('2026-01-02T03:04:05.678Z');
    const identity_uuid = await test.factory.identity({ tmdb_profile: 'https://a.b/c.jpg', updated_at });
    await test.factory.faces(file_uuid, [{ identity_uuid, trace_id: 3 }]);
    const before = await test.api.get(`identity/${identity_uuid}/json`);
    expect((await upload(before.body)).status).toBe(200);
    expect((await test.api.get(`identity/${identity_uuid}/json`)).text).toBe(before.text);
  });

  it('changes nothing when what was exported of an identity with an image is uploaded', async () => {
    const { identity_uuid } = await uploaded(FULL);
    const image = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await test.api.upload(`identity/${identity_uuid}/profile-image`, image);
    await test.dataSource.query(`UPDATE identity SET updated_at = '2026-01-02T03:04:05Z'`);
    const before = await test.api.get(`identity/${identity_uuid}/json`);
    expect(before.body.tmdb_profile).toMatch(/\/profile\.png$/);
    await upload(before.body);
    expect((await test.api.get(`identity/${identity_uuid}/json`)).text).toBe(before.text);
  });

  it('leaves bindings alone', async () => {
    const file_uuid = await test.factory.file();
    const { identity_uuid } = await uploaded();
    await test.factory.faces(file_uuid, [{ identity_uuid }]);
    await upload({ identity_uuid, name: 'Bound', file_bindings: [] });
    expect((await test.api.get(`identity/${identity_uuid}/faces`)).body.count).toBe(1);
  });

  it('makes an identity anew under the uuid of a deleted one', async () => {
    const { identity_uuid } = await uploaded(FULL);
    await test.api.delete(`identity/${identity_uuid}`);
    await uploaded({ identity_uuid });
    expect(await stored(identity_uuid)).toMatchObject(BLANK);
  });
});
