import { readFileSync } from 'node:fs';
import { type ProblemCode, PROBLEMS } from '../src/common/errors/problem-codes.js';
import { EXPLANATIONS } from '../src/common/errors/problem-explanations.js';
import { problemsMarkdown } from '../src/problems/problems.markdown.js';
import { ApiClient } from './support/api-client.js';
import { getTestApp, type TestApp } from './support/test-app.js';

const codes = Object.keys(PROBLEMS) as ProblemCode[];

describe('the explanations of problems', () => {
  let test: TestApp;
  let stranger: ApiClient;

  beforeAll(async () => {
    test = await getTestApp();
    stranger = new ApiClient(test.api.origin, 'wrong');
  });
  afterAll(() => test.close());

  it.each(codes)('%s has one, at its type, open to everybody', async (code) => {
    const { happened, todo } = EXPLANATIONS[code];
    expect([happened, todo]).toEqual([
      expect.stringMatching(/^.{30,}\.$/),
      expect.stringMatching(/^.{30,}\.$/),
    ]);
    const { status, headers, text } = await stranger.get(`/problems/${code}`);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain(`<code>${code}</code>`);
    expect(text).toContain('What to do');
  });

  it('explains no code that there is not', () => {
    expect(Object.keys(EXPLANATIONS).sort()).toEqual([...codes].sort());
  });

  it('are what docs/errors.md says: after a change run npm run errors', () => {
    expect(readFileSync('docs/errors.md', 'utf8')).toBe(problemsMarkdown());
  });

  it('stand together at /problems', async () => {
    const { status, text } = await stranger.get('/problems');
    expect(status).toBe(200);
    expect([...text.matchAll(/<article id="(\w+)">/g)].map(([, code]) => code)).toEqual(codes);
  });

  it('are where the type of a problem that just happened leads to', async () => {
    const { body } = await test.api.get('identities?page=0');
    const { pathname } = new URL(body.type, test.api.origin);
    expect((await stranger.get(pathname)).text).toContain('<code>invalid_request</code>');
  });

  it.each(['none', 'constructor', '__proto__', '%3Cscript%3E'])(
    'are a 404 for %s, which is no code',
    async (code) => {
      const { status, headers, body } = await stranger.get(`/problems/${code}`);
      expect([status, body.code]).toEqual([404, 'route_not_found']);
      expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    },
  );

  it.each(['/', '/problems', '/problems/name_taken'])('%s loads nothing from anywhere', async (path) => {
    const { headers, text } = await stranger.get(path);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});
