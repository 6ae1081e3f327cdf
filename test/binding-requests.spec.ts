import { IdentityAlias } from '../src/catalogue/entities/identity-alias.entity.js';
import type { Answer } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const hyphenated = (uuid: string): string =>
  uuid.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5').toUpperCase();

describe.each(['bind', 'unbind'])('a request to %s', (action) => {
  let test: TestApp;
  let file: string;
  let cary: string;
  const unknown = randomUuid();

  beforeAll(async () => {
    test = await getTestApp();
    file = await test.factory.file();
    cary = await test.factory.identity({ name: 'Cary Grant' });
    await test.factory.faces(file, [{ frame_number: 7, trace_id: 5 }]);
  });
  afterAll(() => test.close());

  const send = (body: unknown, identity = cary): Promise<Answer> =>
    test.api.post(`identity/${identity}/${action}`, body);
  const pointers = ({ body }: Answer): string[] =>
    (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);

  it('may spell the uuids with hyphens and capitals', async () => {
    const { status, body } = await send({ file_uuid: hyphenated(file), trace_id: 5 }, hyphenated(cary));
    expect(status).toBe(200);
    expect(body.identity_uuid).toBe(cary);
    expect(body.data.file_uuid).toBe(file);
  });

  it('may name the identity by an alias', async () => {
    const alias_uuid = randomUuid();
    await test.dataSource.manager.insert(IdentityAlias, { alias_uuid, identity_uuid: cary });
    const { status, body } = await send({ file_uuid: file, face_id: '7_0' }, alias_uuid);
    expect(status).toBe(200);
    expect(body.identity_uuid).toBe(cary);
  });

  it('is a 404 where there is no such identity', async () => {
    const { status, body } = await send({ file_uuid: file, trace_id: 5 }, unknown);
    expect([status, body.code]).toEqual([404, 'identity_not_found']);
  });

  it.each([
    ['file', { file_uuid: unknown, trace_id: 5 }, 'file_not_found'],
    ['trace', { trace_id: 6 }, 'trace_not_found'],
    ['face', { face_id: '8_0' }, 'face_not_found'],
  ])('is a 404 where there is no such %s', async (_, fields, code) => {
    const { status, body } = await send({ file_uuid: file, ...fields });
    expect([status, body.code]).toEqual([404, code]);
  });

  it.each([{ face_id: '7_0' }, { trace_id: 5 }])('is a 404 where %j is of another file', async (named) => {
    const { status } = await send({ file_uuid: await test.factory.file(), ...named });
    expect(status).toBe(404);
  });

  it.each([
    ['neither face_id nor trace_id', {}, '#/face_id'],
    ['both face_id and trace_id', { face_id: '7_0', trace_id: 5 }, '#/face_id'],
    ['an unknown field', { trace_id: 5, traceId: 5 }, '#/traceId'],
    ['no file', { trace_id: 5, file_uuid: undefined }, '#/file_uuid'],
    ['a malformed file_uuid', { trace_id: 5, file_uuid: 'abc' }, '#/file_uuid'],
    ['a file_uuid that is a number', { trace_id: 5, file_uuid: 5 }, '#/file_uuid'],
    ['a face_id that is a number', { face_id: 7 }, '#/face_id'],
    ['a face_id that is null', { face_id: null }, '#/face_id'],
    ['an empty face_id', { face_id: '' }, '#/face_id'],
    ['a face_id that is an array', { face_id: ['7_0'] }, '#/face_id'],
    ['a face_id with NUL', { face_id: '7_0\0' }, '#/face_id'],
    ['a face_id with half a surrogate pair', { face_id: '7_0\ud800' }, '#/face_id'],
    ['a face_id of 201 characters', { face_id: '7'.repeat(201) }, '#/face_id'],
    ['a trace_id that is a string', { trace_id: '5' }, '#/trace_id'],
    ['a trace_id that is null', { trace_id: null }, '#/trace_id'],
    ['a negative trace_id', { trace_id: -1 }, '#/trace_id'],
    ['a fractional trace_id', { trace_id: 5.5 }, '#/trace_id'],
    ['a trace_id out of range', { trace_id: 2 ** 31 }, '#/trace_id'],
  ])('is a 400 with %s', async (_, fields, pointer) => {
    const answer = await send({ file_uuid: file, ...fields });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
    expect(pointers(answer)).toEqual([pointer]);
  });

  it('is told every fault at once', async () => {
    const answer = await send({ file_uuid: 1, face_id: 2, trace_id: 'x', other: 3 });
    expect(pointers(answer).sort()).toEqual(['#/face_id', '#/file_uuid', '#/other', '#/trace_id']);
  });

  it('is a 400 where the path names no uuid', async () => {
    const answer = await send({ file_uuid: file, trace_id: 5 }, 'cary');
    expect(answer.status).toBe(400);
    expect(pointers(answer)).toEqual(['#/identity_uuid']);
  });

  it('is a 401 without a key', async () => {
    const { status } = await test.api.post(`identity/${cary}/${action}`, {}, { 'X-API-Key': '' });
    expect(status).toBe(401);
  });
});
