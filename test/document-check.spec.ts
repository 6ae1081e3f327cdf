import type { Answer } from './support/api-client.js';
import { faultsOf } from './support/document/check-exchange.js';
import type { Exchange } from './support/document/exchange.js';

const UUID = 'a'.repeat(32);
const REQUEST_ID = 'request-1';
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

const answered = (status: number, headers: Answer['headers'], body?: unknown): Answer => {
  const text = body === undefined ? '' : JSON.stringify(body);
  return {
    status,
    headers: { 'x-request-id': REQUEST_ID, ...headers },
    bytes: Buffer.from(text),
    text,
    body,
  };
};
const exchange = (url: string, answer: Answer, given: Partial<Exchange> = {}): Exchange => ({
  method: 'GET',
  url,
  headers: {},
  answer,
  ...given,
});
const problem = (status: number, code: string, extra: object = {}): Answer =>
  answered(
    status,
    { 'content-type': 'application/problem+json' },
    {
      type: `/problems/${code}`,
      title: 'A',
      status,
      detail: 'B',
      instance: '/',
      success: false,
      code,
      request_id: REQUEST_ID,
      errors: [],
      ...extra,
    },
  );
const result = { identity_uuid: UUID, name: 'Ann', source: 'auto', tmdb_id: null, file_uuid: null };
const found = (...results: object[]): Answer =>
  answered(
    200,
    { ...JSON_TYPE, link: '<?page=1>; rel="first"', etag: '"1"', 'cache-control': 'private, no-cache' },
    { success: true, count: 1, page: 1, page_size: 20, next_cursor: null, results },
  );
const SEARCH = '/api/v1/identities/search?q=ann';

describe('the check of every answer against the document', () => {
  it('finds nothing wrong with what is documented', async () => {
    expect(await faultsOf(exchange(SEARCH, found(result)))).toEqual([]);
    expect(await faultsOf(exchange(`/api/v1/identity/${UUID}`, problem(404, 'identity_not_found')))).toEqual(
      [],
    );
    expect(await faultsOf(exchange('/docs', answered(200, {})))).toEqual([]);
  });

  it.each<[string, Answer, RegExp]>([
    ['a status', problem(418, 'invalid_request'), /status is not documented/],
    ['a content type', { ...found(), headers: { link: '', 'content-type': 'text/html' } }, /content type/],
    ['a header too many', { ...found(), headers: { ...found().headers, colour: 'red' } }, /header colour/],
    ['a header too few', { ...found(), headers: JSON_TYPE }, /header Link is missing/],
    [
      'a header of another type',
      {
        ...problem(503, 'database_unavailable'),
        headers: { ...problem(503, '').headers, 'retry-after': 'soon' },
      },
      /header Retry-After/,
    ],
    ['a field of another type', found({ ...result, name: 1 }), /results\/0\/name/],
    ['a field too few', found({ ...result, name: undefined }), /required property 'name'/],
    ['a field too many', found({ ...result, colour: 'red' }), /unevaluated.*colour/],
    ['a field too many on top', answered(200, found().headers, { ...found().body, colour: 1 }), /colour/],
    ['null', found({ ...result, name: null }), /results\/0\/name/],
    ['a code', problem(400, 'no_such_code'), /code/],
    ['no body', answered(200, found().headers), /body/],
  ])('finds %s that is not', async (_, answer, fault) => {
    const faults = await faultsOf(exchange(SEARCH, answer));
    expect(faults.join('\n')).toMatch(fault);
  });

  it.each<[string, Partial<Exchange>, RegExp]>([
    ['parameter', { url: `${SEARCH}&colour=red` }, /parameter colour is not documented/],
    ['value of a parameter', { url: `${SEARCH}&page=0` }, /parameter page/],
    ['missing parameter', { url: '/api/v1/identities/search' }, /parameter q is missing/],
  ])('finds a %s that was taken and is not', async (_, given, fault) => {
    const faults = await faultsOf(exchange(SEARCH, found(result), given));
    expect(faults.join('\n')).toMatch(fault);
  });

  it.each<[string, string, string, RegExp]>([
    ['body', 'application/json', '{"identity_uuid":"x","name":"Ann"}', /request: body: \/identity_uuid/],
    ['content type', 'text/plain', '{}', /request: content type text\/plain/],
  ])('finds a %s that was taken and is not', async (_, type, body, fault) => {
    const answer = answered(200, JSON_TYPE, { success: true, identity_uuid: UUID, message: '', name: '' });
    const sent = { method: 'POST', headers: { 'content-type': type }, body };
    const faults = await faultsOf(exchange('/api/v1/identity/upload', answer, sent));
    expect(faults.join('\n')).toMatch(fault);
  });

  it('finds an answer of the API at a path that is not', async () => {
    expect(await faultsOf(exchange('/api/v1/nothing', answered(200, JSON_TYPE, {})))).toEqual([
      'the path is not documented',
    ]);
    expect(await faultsOf(exchange('/api/v1/nothing', problem(404, 'route_not_found')))).toEqual([]);
  });
});
