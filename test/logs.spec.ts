import pg from 'pg';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { type Service, Workplace } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

/** The service's own key: what looks like nothing, and changes when it is written as JSON or into a URL. */
const KEY = 'of-the-service/with"quotes\\and-more-than-32-characters';
/** A key in our form, and what else must not be found in a log. */
const OTHER = 'momentry_0123456789abcdefghijABCDEFGHIJ0123456789xyz';
const COOKIE = 'abcdefghijklmnopqrstuvwxyz';
const BODY = 'what is said in a body';
const SECRETS = [KEY, JSON.stringify(KEY).slice(1, -1), encodeURIComponent(KEY), OTHER, COOKIE, BODY];

interface Line {
  level: string;
  context: string;
  message: string;
  request_id?: string;
  stack?: string;
}

describe('the log', () => {
  let place: Workplace;
  let database: TestDatabase;
  let service: Service;
  let lines: Line[];

  beforeAll(async () => {
    place = await Workplace.create();
    database = await createTestDatabase();
    service = place.spawn([], {
      LOG_LEVEL: 'verbose',
      LOG_FORMAT: 'json',
      MOMENTRY_API_KEY: KEY,
      DATABASE_URL: database.url,
    });
    expect(
      await eventually(
        () => Promise.resolve(service.output),
        (said) => said.includes('is ready at'),
      ),
    ).toMatch(/\d/);
    await beHostile();
    await failInside();
    await service.end('SIGTERM');
    lines = service.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  });
  afterAll(async () => {
    await place.remove();
    await database.drop();
  });

  const ask = (path: string, id: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { 'X-API-Key': KEY, 'X-Request-Id': id, Cookie: `session=${COOKIE}`, ...init.headers };
    return fetch(service.origin + path, { ...init, headers });
  };

  async function beHostile(): Promise<void> {
    const post = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
    await ask('/health', 'healthy');
    await ask('/api/v1/identities', 'wrong-key', { headers: { 'X-API-Key': OTHER } });
    for (const secret of [KEY, OTHER]) {
      const encoded = encodeURIComponent(secret);
      await ask(`/api/v1/identities?api_key=${encoded}`, 'in-query');
      await ask(`/api/v1/identities?${encoded}`, 'as-query');
      await ask(`/api/v1/identity/${encoded}`, 'in-path');
      await ask(`/${encoded}/${encoded}?${encoded}=${encoded}`, 'everywhere');
      const body = { name: BODY, identity_uuid: secret, [secret]: secret };
      await ask('/api/v1/identity/upload', 'in-body', { ...post, body: JSON.stringify(body) });
      await ask('/api/v1/identity/upload', 'in-bad-body', { ...post, body: `{"${BODY}": ${secret}` });
      await ask('/api/v1/identities', 'as-bearer', { headers: { Authorization: `Bearer ${secret}` } });
    }
  }

  /** Takes a table away, which nobody foresees. */
  async function failInside(): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('ALTER TABLE identity RENAME TO hidden');
    await ask(`/api/v1/identity/${randomUuid()}?`, 'failed-inside');
    const body = JSON.stringify({
      version: 1,
      identity_uuid: randomUuid(),
      name: BODY,
      metadata: { KEY, OTHER },
    });
    const headers = { 'Content-Type': 'application/json' };
    await ask('/api/v1/identity/upload', 'failed-upload', { method: 'POST', headers, body });
    await client.end();
  }

  const of = (id: string): Line[] => lines.filter(({ request_id }) => request_id === id);

  it('says when, how bad, who and what, a JSON object a line', () => {
    expect(lines.length).toBeGreaterThan(50);
    for (const line of lines) {
      expect(line).toMatchObject({
        level: expect.stringMatching(/^(trace|debug|info|warn|error|fatal)$/),
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        pid: service.process.pid,
        context: expect.any(String),
        message: expect.stringMatching(/./),
      });
    }
  });

  it.each(SECRETS)('holds no key, cookie or body: %s', (secret) => {
    expect(service.output).not.toContain(secret);
  });

  it('has a line for each request, with its id', () => {
    expect(of('healthy')).toEqual([
      expect.objectContaining({
        level: 'debug',
        context: 'Request',
        message: 'GET /health 200',
        status: 200,
      }),
    ]);
    const ids = ['in-query', 'as-query', 'in-path', 'everywhere', 'in-body', 'in-bad-body', 'as-bearer'];
    expect(ids.filter((id) => of(id).length < 2)).toEqual([]);
    expect(of('everywhere')[0]!.message).toBe('GET /…/… 404');
  });

  it('says who was refused', () => {
    expect(of('wrong-key')).toEqual([
      expect.objectContaining({ level: 'info', message: 'GET /api/v1/identities: unauthorized' }),
      expect.objectContaining({ level: 'debug', message: 'GET /api/v1/identities 401' }),
    ]);
  });

  it.each(['failed-inside', 'failed-upload'])('has the stack of what nobody foresaw: %s', (id) => {
    expect(of(id)).toEqual([
      expect.objectContaining({
        level: 'error',
        stack: expect.stringMatching(/relation "identity".*\n +at /),
      }),
      expect.objectContaining({ level: 'debug', status: 500 }),
    ]);
  });

  it('is for people where that is asked for', async () => {
    const failing = place.spawn([], {
      LOG_FORMAT: 'text',
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
    });
    await failing.ended();
    expect(failing.output).toMatch(
      /^\[\d\d:\d\d:\d\d\.\d{3}\] FATAL: \[Start\] The database can't be used: .+\n$/,
    );
  });
});
