import { readdir } from 'node:fs/promises';
import { Command, type Outcome } from './support/command.js';
import { randomUuid } from './support/factory.js';
import { processesOf } from './support/embedded-processes.js';
import { eventually } from './support/eventually.js';
import { everything, expectNothingChanges, Inbox } from './support/imports.js';
import { faceFile, manyFrames, pipelineFace, segments } from './support/pipeline.js';
import { Workplace } from './support/service.js';
import { getTestApp, type TestApp } from './support/test-app.js';
import { onServer } from './support/test-database.js';

const databaseOf = ({ database }: TestApp): string => new URL(database.url).pathname.slice(1);

/** A file that takes seconds to read: 60 MB. */
const longFile = (): string => {
  const face = JSON.stringify({ ...pipelineFace(), pose_angle: 'x'.repeat(3000) });
  const frames = Array.from({ length: 20_000 }, (_, frame) => `"${frame}": {"faces": [${face}]}`);
  return `{"fps": 25, "frames": {${frames.join(',')}}}`;
};

describe('npm run import, on its own', () => {
  let place: Workplace;
  let inbox: Inbox;

  beforeEach(async () => {
    [place, inbox] = await Promise.all([Workplace.create(), Inbox.create()]);
  });
  afterEach(() => Promise.all([place.remove(), inbox.remove()]));

  const run = (...parameters: string[]): Promise<Outcome> =>
    new Command('import', parameters, place.folder).ended();

  it('works beside the service, which shows what came in, and after it, and leaves nothing running', async () => {
    const [uuid, person] = [randomUuid(), randomUuid()];
    await inbox.put(`${uuid}/${uuid}.face_traced.json`, manyFrames(3, { trace_id: 0 }));
    await inbox.put(`${uuid}/${uuid}.asrx.json`, segments({ start: 0, end: 0.1, text: 'Hello' }));
    await inbox.put(`identities/${person}/identity.json`, {
      identity_uuid: person,
      name: 'Newcomer',
      file_bindings: [{ file_uuid: uuid, trace_ids: [0], face_count: 3 }],
    });
    const service = await place.start();
    const beside = await run(inbox.folder);
    expect(beside).toMatchObject({ code: 0 });
    expect(beside.stdout).toBe(
      [
        'Imported:',
        '  files       1',
        '  frames      3',
        '  faces       3 new',
        '  traces      1 in these files now',
        '  chunks      1 new',
        '  identities  1 new',
        '  images      0',
        '  bindings    3 new, from identity files',
        '',
      ].join('\n'),
    );
    const api = await service.api();
    expect((await api.get(`identity/${person}/chunks`)).body).toMatchObject({ count: 1 });
    const written = await eventually(
      () => readdir(`${place.folder}/data/output/identities`),
      (names) => names.includes(person),
    );
    expect(written).toContain(person);
    await service.end('SIGTERM');
    const after = await run(inbox.folder);
    expect(after).toMatchObject({ code: 0, stdout: expect.stringContaining('faces       3 unchanged') });
    const left = await eventually(
      () => processesOf(place.folder),
      (found) => found.length === 0,
    );
    expect(left).toEqual([]);
  });

  it.each([
    [[]],
    [['--fps', '0', 'x']],
    [['--fps', 'many', 'x']],
    [['--fps', '1001', 'x']],
    [['--all', 'x']],
  ])('answers %j with how it is used, and starts nothing', async (parameters) => {
    const { code, stdout, stderr } = await run(...parameters);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/\n\nUsage: npm run import -- /);
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('says how it is used when it is asked', async () => {
    const { code, stdout, stderr } = await run('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: npm run import -- /);
  });

  it('refuses an option that npm has taken for its own, as without the -- before it', async () => {
    const asNpm = { npm_config_dry_run: 'true' };
    const { code, stderr } = await new Command('import', [inbox.folder], place.folder, asNpm).ended();
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Write -- before --dry-run\./);
  });

  it('says what is wrong with its environment, or that the database cannot be used', async () => {
    const bad = await new Command('import', ['x'], place.folder, { PORT: 'abc' }).ended();
    expect(bad).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The environment is not usable:\n/),
    });
    const DATABASE_URL = 'postgres://nobody@127.0.0.1:1/nothing';
    const { code, stdout, stderr } = await new Command('import', ['x'], place.folder, {
      DATABASE_URL,
    }).ended();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining("The database can't be used: ")]);
  });
});

describe('npm run import', () => {
  let test: TestApp;
  let inbox: Inbox;

  beforeEach(async () => {
    [test, inbox] = await Promise.all([getTestApp(), Inbox.create()]);
  });
  afterEach(() => Promise.all([test.close(), inbox.remove()]));

  const start = (...parameters: string[]): Command => {
    const { DATABASE_URL, DATA_DIR, OUTPUT_DIR } = test.environment;
    return new Command('import', parameters, inbox.folder, { DATABASE_URL, DATA_DIR, OUTPUT_DIR });
  };
  const run = (...parameters: string[]): Promise<Outcome> => start(...parameters).ended();

  it('exits with 1 when something did not come in, says what, and brings in the rest', async () => {
    const [good, bad] = [randomUuid(), randomUuid()];
    await inbox.put(`${good}.face.json`, faceFile({ 1: [pipelineFace(), {}] }));
    await inbox.put(`${bad}.face.json`, '{"frames": {"1"');
    const { code, stdout, stderr } = await run('--fps', '25', '.', 'missing');
    expect(code).toBe(1);
    expect(stdout).toContain('  faces       1 new, 1 refused\n');
    expect(stdout).toContain(`  ${bad}.face.json: at byte 15: expected a colon, found the end of the text\n`);
    expect(stdout).toContain(`  ${good}.face.json: #/frames/1/faces/1/confidence: is missing\n`);
    expect(stdout).toMatch(/\n {2}missing: there is no such file or folder/);
    expect(stderr.trim().split('\n').sort()).toEqual([`${good}.face.json`, `${bad}.face.json`].sort());
  });

  it('does not take it for a success that there was nothing to import', async () => {
    await inbox.put('notes.txt', 'Nothing');
    expect(await run('.')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^Nothing to import was found\.\n/),
    });
  });

  it('names the file in which it was interrupted', async () => {
    const uuid = randomUuid();
    await inbox.put(`${uuid}.face.json`, longFile());
    const command = start('.');
    await command.says(`${uuid}.face.json`, 'stderr');
    const { stdout } = await command.end('SIGINT');
    expect(stdout).toMatch(new RegExp(`^Interrupted\\.(.*\n)*  ${uuid}\\.face\\.json: interrupted\n$`));
  });

  it('says in a line that its database has gone, and what came in before', async () => {
    const [whole, broken] = [randomUuid(), randomUuid()].sort();
    await inbox.put(`${whole}.face.json`, manyFrames(3, { trace_id: 0 }));
    await inbox.put(`${broken}.face.json`, longFile());
    const command = start('.');
    await command.says(`${broken}.face.json`, 'stderr');
    await onServer(`ALTER DATABASE ${databaseOf(test)} ALLOW_CONNECTIONS false`);
    await onServer(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${databaseOf(test)}'`,
    );
    const { code, stdout, stderr } = await command.ended();
    expect([code, stdout.split('\n')]).toEqual([
      1,
      expect.arrayContaining([
        expect.stringMatching(/^The database is unavailable: .+\. Imported so far:$/),
        '  faces       3 new',
      ]),
    ]);
    expect(stderr.trim().split('\n')).toEqual([`${whole}.face.json`, `${broken}.face.json`]);
  });

  it('changes nothing in a dry run, neither in the database nor on disk', async () => {
    const [uuid, person] = [randomUuid(), randomUuid()];
    await inbox.put(`${uuid}.face.json`, manyFrames(2));
    await inbox.put(`identities/${person}/identity.json`, { identity_uuid: person, name: 'Ann' });
    const onDisk = (): Promise<string[]> =>
      readdir(test.environment.OUTPUT_DIR, { recursive: true }).catch(() => []);
    const before = (await onDisk()).sort();
    await expectNothingChanges(test, async () => {
      const { code, stdout } = await run('--dry-run', '.');
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Nothing was changed: this was a dry run/);
      expect(stdout).toMatch(/faces +2 new\n(.*\n)* +identities +1 new\n/);
    });
    expect((await onDisk()).sort()).toEqual(before);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'leaves whole files alone when %s comes in the middle',
    async (signal) => {
      const [first, second, third] = ['0', '5', '9'].map((digit) => digit + randomUuid().slice(1));
      await inbox.put(`${first}.face.json`, manyFrames(2));
      await inbox.put(`${second}.face.json`, longFile());
      await inbox.put(`${third}.face.json`, manyFrames(2));
      const command = start('.');
      await command.says(`${second}.face.json`, 'stderr');
      const { code, stdout } = await command.end(signal);
      expect(code).toBe(130);
      expect(stdout).toMatch(
        /^Interrupted\. Imported so far:\n {2}files {7}1\n {2}frames {6}2\n {2}faces {7}2 new\n/,
      );
      const { file } = await everything(test);
      expect(file).toEqual([expect.objectContaining({ name: first, face_count: 2 })]);
    },
  );
});
