import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { operations } from './support/operations.js';
import { type Service, Workplace } from './support/service.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

const run = promisify(execFile);

/** The shell blocks of the README, with lines that go on joined. */
const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```sh\n([^]*?)```/g)].map(([, block]) =>
  block!.replaceAll('\\\n', ' ').trim().split('\n'),
);
const [settings, ...rest] = blocks;
const lines = rest.flat();

describe("the README's tour", () => {
  let place: Workplace;
  let service: Service;
  let database: TestDatabase;

  beforeAll(async () => {
    place = await Workplace.create();
    database = await createTestDatabase();
    const variables = process.env.DATABASE_URL ? { DATABASE_URL: database.url } : {};
    service = await place.start(['--demo'], variables);
  });
  afterAll(async () => {
    await place.remove();
    await database.drop();
  });

  /** Runs a line as printed, but for the port; the status goes where curl writes nothing else. */
  const shell = async (line: string): Promise<{ body: string; status: string }> => {
    const script = [...settings!, line.replace(/^curl/, `curl -w '%{stderr}%{http_code}'`)].join('\n');
    const { stdout, stderr } = await run(
      'sh',
      ['-c', script.replaceAll('http://localhost:3002', service.origin)],
      {
        cwd: place.folder,
        maxBuffer: 16 * 1024 * 1024,
      },
    );
    return { body: stdout, status: stderr };
  };

  it.each(lines)('%s', async (line) => {
    const { body, status } = await shell(line);
    expect(status).toBe('200');
    if (!line.includes(' -o '))
      expect(JSON.parse(body)).toMatchObject(/\/health(\/ready)?"$/.test(line) ? {} : { success: true });
  });

  it('goes through every route', () => {
    const toured = lines.map((line) => {
      const path = /\$API(\/[^"?]*)/
        .exec(line)![1]!
        .replace(/\/(identity|file)\/(\$\w+_UUID|0c0f\w*)/, '/$1/{$1_uuid}')
        .replace('/keys/importer', '/keys/{name}');
      return `${/-X (\w+)/.exec(line)?.[1] ?? 'GET'} ${path}`;
    });
    expect(
      operations()
        .map(({ method, path }) => `${method} ${path}`)
        .filter((route) => !toured.includes(route)),
    ).toEqual([]);
  });
});
