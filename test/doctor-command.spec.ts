import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, type Outcome } from './support/command.js';
import { processesOf } from './support/embedded-processes.js';
import { eventually } from './support/eventually.js';
import { Workplace } from './support/service.js';

const CARY = 'a9a901056d6b46ff92da0c3c1a57dff4';
const HEALTHY = /\n\d+ checked, 0 different, 0 mended\n$/;

describe('npm run doctor', () => {
  let place: Workplace;

  beforeEach(async () => {
    place = await Workplace.create();
  });
  afterEach(() => place.remove());

  const start = (...parameters: string[]): Command => new Command('doctor', parameters, place.folder);
  const run = (...parameters: string[]): Promise<Outcome> => start(...parameters).ended();
  const identityFile = (): string => join(place.folder, 'data/output/identities', CARY, 'identity.json');
  const expectNothingLeft = async (): Promise<void> => {
    const left = await eventually(
      () => processesOf(place.folder),
      (found) => found.length === 0,
    );
    expect(left).toEqual([]);
  };

  it('works beside the service, which goes on, and after it, and leaves nothing running', async () => {
    const service = await place.start();
    const beside = await run();
    expect(beside).toMatchObject({ code: 0, stdout: expect.stringMatching(HEALTHY), stderr: '' });
    expect((await (await service.api()).get(`identity/${CARY}`)).status).toBe(200);
    await service.end('SIGTERM');
    expect(await run()).toEqual(beside);
    await expectNothingLeft();
  });

  it('exits with 1 while something is wrong, and with 0 once it has mended it', async () => {
    await (await place.start()).end('SIGTERM');
    await rm(identityFile());
    const found = await run();
    expect(found).toMatchObject({ code: 1, stdout: expect.stringContaining('identity.json is missing') });
    expect(await run('--fix')).toMatchObject({ code: 0, stdout: expect.stringContaining('\nmended ') });
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringMatching(HEALTHY) });
  });

  it('exits with 130 when it is interrupted, and leaves nothing running', async () => {
    await (await place.start()).end('SIGTERM');
    await rm(identityFile());
    const command = start();
    // Before it looks at the file again, which takes its time.
    await command.says('deleted identities');
    expect(await command.end('SIGINT')).toMatchObject({ code: 130, stderr: '' });
    await expectNothingLeft();
  });

  it.each(['--fixed', 'fix'])('answers %s with how it is used, and starts nothing', async (parameter) => {
    const { code, stdout, stderr } = await run(parameter);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`'${parameter}'[^]*\n\nUsage: npm run doctor \\[-- --fix\\]\n`));
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('says how it is used when it is asked', async () => {
    const { code, stdout, stderr } = await run('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: npm run doctor/);
  });

  it('says in a line that its database cannot be used', async () => {
    const DATABASE_URL = 'postgres://nobody@127.0.0.1:1/nothing';
    const { code, stdout, stderr } = await new Command('doctor', [], place.folder, { DATABASE_URL }).ended();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining("The database can't be used: ")]);
  });

  it('says what is wrong with its environment before it starts anything', async () => {
    const { code, stderr } = await new Command('doctor', [], place.folder, { PORT: 'abc' }).ended();
    expect(code).toBe(1);
    expect(stderr).toBe('The environment is not usable:\n  PORT must be a whole number from 0 to 65535\n');
    expect(await readdir(place.folder)).toEqual([]);
  });
});
