import { ApiClient } from './support/api-client.js';
import { Command, type Outcome } from './support/command.js';
import { eventually } from './support/eventually.js';
import { Workplace } from './support/service.js';

const KEY = /^momentry_[0-9a-f]{16}_[A-Za-z0-9_-]{49}\n$/;

describe('npm run key', () => {
  let place: Workplace;

  beforeAll(async () => {
    place = await Workplace.create();
  });
  afterAll(() => place.remove());

  const run = (...parameters: string[]): Promise<Outcome> =>
    new Command('key', parameters, place.folder).ended();

  it('works before the service has ever run, beside it, and after it', async () => {
    const created = await run(
      'create',
      '--name',
      'ci',
      '--scope',
      'identity:read,ingest',
      '--expires',
      'never',
    );
    expect(created).toEqual({
      code: 0,
      stdout: expect.stringMatching(KEY),
      stderr: 'The key ci (identity:read, ingest) works for ever. It is not shown again:\n',
    });
    // The key is tried again and again until its end is felt: no reason to take us for a guesser.
    const service = await place.start([], { RATE_LIMIT_FAILED_KEYS: '0' });
    const status = async ({ stdout }: Outcome): Promise<number> =>
      (await new ApiClient(service.origin, stdout.trim()).get('files')).status;
    expect(await status(created)).toBe(200);

    const rotated = await run('rotate', 'ci', '--grace', '1');
    expect(rotated).toMatchObject({ code: 0, stdout: expect.stringMatching(KEY) });
    expect([await status(created), await status(rotated)]).toEqual([200, 200]);
    expect(await run('revoke', 'ci')).toEqual({ code: 0, stdout: 'Key revoked\n', stderr: '' });
    const refused = await eventually(
      () => Promise.all([status(created), status(rotated)]),
      (statuses) => statuses.every((each) => each === 401),
    );
    expect(refused).toEqual([401, 401]);
    await service.end('SIGTERM');
    const { stdout } = await run('list');
    expect(stdout.replaceAll(/\S{19}Z/g, 'TIME').split('\n')).toEqual([
      expect.stringMatching(/^NAME +STATUS +SCOPES +EXPIRES +LAST USED +PREFIX$/),
      expect.stringMatching(/^ci +revoked +identity:read,ingest +TIME +TIME +momentry_[0-9a-f]{16}$/),
      expect.stringMatching(/^ci +revoked +identity:read,ingest +never +TIME +momentry_[0-9a-f]{16}$/),
      '',
    ]);
    expect(await run('revoke', 'ci')).toEqual({ code: 1, stdout: '', stderr: 'There is no key ci.\n' });
  });

  it.each([
    [[], 'Say what is to be done: create, list, rotate, revoke.'],
    [['create', '--scope', 'ingest'], 'name must be 1 to 64 letters'],
    [['create', '--name', 'ci', '--scope', 'ingest,all'], 'scopes must be a list of one or more of'],
    [['create', '--name', 'ci', '--scope', 'ingest', '--expires', 'soon'], 'expires_in_days must be'],
    [['rotate'], 'Name one key.'],
    [['rotate', 'ci', '--expires', '1'], 'rotate takes no --expires.'],
  ])('answers %j with how it is used', async (parameters, reason) => {
    const { code, stdout, stderr } = await run(...parameters);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(reason);
    expect(stderr).toContain('\n\nUsage: npm run --silent key -- create --name NAME');
  });
});
