import type { Answer } from './support/api-client.js';
import { randomUuid } from './support/factory.js';
import { getTestApp, type TestApp } from './support/test-app.js';

describe('bad input', () => {
  let test: TestApp;
  let uuid: string;
  let file_uuid: string;

  beforeAll(async () => {
    test = await getTestApp();
    uuid = await test.factory.identity({ name: 'Ann' });
    file_uuid = await test.factory.file();
    await test.factory.faces(file_uuid, [{ frame_number: 1, trace_id: 1 }]);
  });
  afterAll(() => test.close());

  /** Everything that a client could have changed. */
  const everything = (): Promise<unknown> =>
    test.dataSource.query(`
      SELECT (SELECT json_agg(i ORDER BY i.identity_uuid) FROM identity i) AS identities,
        (SELECT json_agg(d ORDER BY d.face_id) FROM face_detection d) AS faces,
        (SELECT count(*) FROM identity_alias) AS aliases`);
  let before: unknown;
  beforeEach(async () => {
    before = await everything();
  });

  /** A refusal is a problem with this status and code, and changes nothing. */
  const expectRefused = async (answer: Answer, status: number, code: string): Promise<void> => {
    expect([answer.status, answer.body?.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ success: false, status, type: `/problems/${code}` });
    expect(await everything()).toEqual(before);
  };

  describe('in a query', () => {
    const numbers = [
      '0',
      '-1',
      '1.5',
      'abc',
      '1e9',
      '1000000000',
      '',
      ' 1',
      '0x10',
      '99999999999999999999',
      'NaN',
    ];
    const lists = ['identities', 'identities/search?q=a', 'files', 'faces', 'chunks'];
    const listUrl = (list: string): string => {
      if (list.startsWith('identities')) return list.includes('?') ? `${list}&` : `${list}?`;
      return `identity/${uuid}/${list}?`;
    };

    it.each(lists.flatMap((list) => numbers.map((value) => [list, value])))(
      '%s refuses page=%s',
      async (list, value) => {
        await expectRefused(
          await test.api.get(`${listUrl(list)}page=${encodeURIComponent(value)}`),
          400,
          'invalid_request',
        );
      },
    );
    it.each(lists.flatMap((list) => [...numbers, '201'].map((value) => [list, value])))(
      '%s refuses page_size=%s',
      async (list, value) => {
        const answer = await test.api.get(`${listUrl(list)}page_size=${encodeURIComponent(value)}`);
        await expectRefused(answer, 400, 'invalid_request');
        expect(answer.body.errors).toEqual([{ pointer: '#/page_size', detail: expect.any(String) }]);
      },
    );
    it.each(lists)('%s refuses an unknown parameter, a repeated one and one of brackets', async (list) => {
      for (const query of ['pagesize=5', 'page=1&page=2', 'page[]=1', 'page[a]=1', 'page=1&PAGE=2']) {
        await expectRefused(await test.api.get(`${listUrl(list)}${query}`), 400, 'invalid_request');
      }
    });
    it.each(lists)('%s refuses what is not percent-encoded UTF-8', async (list) => {
      for (const query of [
        'cursor=%',
        'cursor=%zz',
        'cursor=%ff',
        'cursor=%c3',
        'cursor=%ed%a0%80',
        '%ff=1',
      ]) {
        await expectRefused(await test.api.get(`${listUrl(list)}${query}`), 400, 'malformed_url');
      }
    });
    it('refuses words that a choice does not have, naming those it has', async () => {
      for (const field of ['status', 'source', 'identity_type', 'sort', 'order']) {
        const answer = await test.api.get(`identities?${field}=nonsense`);
        await expectRefused(answer, 400, 'invalid_request');
        expect(answer.body.errors[0]).toEqual({
          pointer: `#/${field}`,
          detail: expect.stringMatching(/^must be one of /),
        });
      }
    });
    it.each(['', '/json', '/profile-image'])('/identity/…%s refuses any parameter', async (suffix) => {
      for (const query of ['page=1', 'constructor=1', '=', 'a%00=1']) {
        const answer = await test.api.get(`identity/${uuid}${suffix}?${query}`);
        await expectRefused(answer, 400, 'invalid_request');
      }
    });
    it('a change refuses any parameter', async () => {
      const routes = ['identity/upload', `identity/${uuid}/bind`, `identity/${uuid}/unbind`];
      for (const route of routes) {
        await expectRefused(await test.api.post(`${route}?force=1`, {}), 400, 'invalid_request');
      }
      const answer = await test.api.delete(`identity/${uuid}?force=1`);
      await expectRefused(answer, 400, 'invalid_request');
    });
    it('names every faulty parameter at once', async () => {
      const { body } = await test.api.get('identities?page=0&page_size=999&status=x&colour=red');
      expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(
        ['#/colour', '#/page', '#/page_size', '#/status'].sort(),
      );
    });
  });

  describe('in a path', () => {
    const params = [
      'x',
      '..',
      '%2e%2e',
      '..%2f..%2fetc%2fpasswd',
      'a'.repeat(33),
      '%00',
      '%20',
      "'%20OR%201=1",
      '%F0%9F%98%80',
    ];
    const suffixes = ['', '/json', '/files', '/faces', '/chunks', '/profile-image'];

    it.each(params.flatMap((param) => suffixes.map((suffix) => [param, suffix])))(
      'refuses %s%s',
      async (param, suffix) => {
        await expectRefused(await test.api.get(`identity/${param}${suffix}`), 400, 'invalid_request');
      },
    );
    it('refuses it in every changing route too', async () => {
      await expectRefused(await test.api.delete('identity/..%2f..'), 400, 'invalid_request');
      for (const route of ['bind', 'unbind']) {
        await expectRefused(
          await test.api.post(`identity/x/${route}`, { file_uuid, trace_id: 1 }),
          400,
          'invalid_request',
        );
      }
      await expectRefused(
        await test.api.upload('identity/%2e%2e/profile-image', Buffer.from('x')),
        400,
        'invalid_request',
      );
    });
    it.each(['identity/%ZZ', 'identity/%ff', 'identity/%c3%28/files', 'identity/%'])(
      'refuses %s',
      async (path) => {
        await expectRefused(await test.api.get(path), 400, 'malformed_url');
      },
    );
    it('knows no route beside its own', async () => {
      for (const path of [
        '',
        'identity',
        'identity/',
        `identity/${uuid}/nothing`,
        `identity//files`,
        'identities/search/x',
      ]) {
        await expectRefused(await test.api.get(path), 404, 'route_not_found');
      }
      await expectRefused(await test.api.call('PUT', `identity/${uuid}`), 404, 'route_not_found');
      await expectRefused(await test.api.call('PATCH', 'identities'), 404, 'route_not_found');
    });
  });

  describe('in a JSON body', () => {
    const routes = (): string[] => ['identity/upload', `identity/${uuid}/bind`, `identity/${uuid}/unbind`];

    it.each(['', '{', '{"name": }', "{'name': 1}", '{"a":1}x', '\ufeff\ufeff{}', 'NaN'])(
      'refuses %j as JSON',
      async (body) => {
        for (const route of routes()) {
          const answer = await test.api.post(route, body);
          await expectRefused(answer, 400, body === '' ? 'invalid_request' : 'malformed_json');
        }
      },
    );
    it.each(['null', '[]', '1', '"text"', 'true', '[{}]'])(
      'refuses %s where an object is expected',
      async (body) => {
        for (const route of routes())
          await expectRefused(await test.api.post(route, body), 400, 'invalid_request');
      },
    );
    it('refuses bytes that are not UTF-8', async () => {
      const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
      const answer = await test.api.call('POST', 'identity/upload', {
        headers: { 'Content-Type': 'application/json' },
        body,
      });
      await expectRefused(answer, 400, 'malformed_json');
    });
    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'multipart/form-data',
      'application/jsonx',
      'application/merge-patch+json',
      '',
    ])('refuses the content type %j', async (type) => {
      for (const route of routes()) {
        await expectRefused(
          await test.api.post(route, '{}', { 'Content-Type': type }),
          415,
          'unsupported_media_type',
        );
      }
    });
    it('refuses a charset and an encoding that it cannot read', async () => {
      const json = { 'Content-Type': 'application/json' };
      await expectRefused(
        await test.api.post('identity/upload', '{}', {
          'Content-Type': 'application/json; charset=iso-8859-1',
        }),
        415,
        'unsupported_media_type',
      );
      await expectRefused(
        await test.api.post('identity/upload', '{}', { ...json, 'Content-Encoding': 'compress' }),
        415,
        'unsupported_media_type',
      );
      await expectRefused(
        await test.api.post('identity/upload', '{}', { ...json, 'Content-Encoding': 'gzip' }),
        400,
        'malformed_json',
      );
    });
    it('refuses more than a mebibyte', async () => {
      const body = { extra: 'x'.repeat(1024 * 1024) };
      for (const route of routes())
        await expectRefused(await test.api.post(route, body), 413, 'body_too_large');
    });
    it('refuses ten megabytes of nesting, and what is nested too deep within the limit', async () => {
      const nested = (depth: number): string => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      await expectRefused(await test.api.post('identity/upload', nested(5_000_000)), 413, 'body_too_large');
      await expectRefused(await test.api.post('identity/upload', nested(500_000)), 400, 'invalid_request');
      await expectRefused(await test.api.post('identity/upload', nested(70)), 400, 'invalid_request');
    });
    it.each(['\\u0000', 'a\\u0000b', '\\ud800', '\\udc00x'])(
      'refuses the text %s in any field',
      async (text) => {
        for (const field of ['name', 'tmdb_profile', 'metadata', 'status', 'unknown']) {
          const value = field === 'metadata' ? `{"a":["${text}"]}` : `"${text}"`;
          const body = `{"identity_uuid":"${randomUuid()}","name":"Bea","${field}":${value}}`;
          await expectRefused(await test.api.post('identity/upload', body), 400, 'invalid_request');
        }
        const key = `{"identity_uuid":"${randomUuid()}","name":"Bea","metadata":{"${text}":1}}`;
        await expectRefused(await test.api.post('identity/upload', key), 400, 'invalid_request');
        for (const route of ['bind', 'unbind']) {
          const body = `{"file_uuid":"${file_uuid}","face_id":"${text}"}`;
          await expectRefused(await test.api.post(`identity/${uuid}/${route}`, body), 400, 'invalid_request');
        }
      },
    );
    it('refuses numbers out of range', async () => {
      const body = `{"identity_uuid":"${randomUuid()}","name":"Bea","metadata":{"a":1e999}}`;
      await expectRefused(await test.api.post('identity/upload', body), 400, 'invalid_request');
      for (const trace_id of [-1, 1.5, 2 ** 31, 1e300, '1', null]) {
        const answer = await test.api.post(`identity/${uuid}/bind`, { file_uuid, trace_id });
        await expectRefused(answer, 400, 'invalid_request');
      }
    });
    it.each([
      '1_99999999999',
      '99999999999_0',
      'face_99999999999',
      '-1_0',
      '1_-1',
      '1_00',
      "1_0'; --",
      '../1_0',
    ])('knows no face %s', async (face_id) => {
      for (const route of ['bind', 'unbind']) {
        const answer = await test.api.post(`identity/${uuid}/${route}`, { file_uuid, face_id });
        await expectRefused(answer, 404, 'face_not_found');
      }
    });
  });

  it('is a problem outside of the API too', async () => {
    for (const path of ['/nothing', '/favicon.ico', '/docs-json', '/api', '/api/v2/identities']) {
      await expectRefused(await test.api.get(path), 404, 'route_not_found');
    }
  });

  it('leaves a request whose line or headers node cannot read at a 4xx', async () => {
    const headers = { 'X-Long': 'x'.repeat(20_000) };
    const { status } = await fetch(`${test.api.origin}/api/v1/identities`, { headers });
    expect(status).toBe(431);
  });
});
