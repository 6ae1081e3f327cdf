import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { gone } from './support/processes.js';
import { Workplace } from './support/service.js';

const CARY = 'a9a901056d6b46ff92da0c3c1a57dff4';

/** Has a server listen; resolves with its port. */
async function listening(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

describe('the service as a process', () => {
  let place: Workplace;

  beforeEach(async () => {
    place = await Workplace.create();
  });
  afterEach(() => place.remove());

  it('prints the key, the address of Swagger UI and a curl line that works when pasted', async () => {
    const { output } = await place.start();
    expect(output).toMatch(/API key +momentry_/);
    expect(output).toMatch(/Swagger UI +http:\/\/localhost:\d+\/docs/);
    const line = /curl .*/.exec(output)![0];
    const answer = JSON.parse(execFileSync('sh', ['-c', line], { encoding: 'utf8' })) as { count: number };
    expect(answer.count).toBe(14);
  });

  it('does not print a key that came from the environment', async () => {
    const MOMENTRY_API_KEY = 'a-key-of-my-own-with-more-than-32-characters';
    const { output } = await place.start([], { MOMENTRY_API_KEY });
    expect(output).not.toContain(MOMENTRY_API_KEY);
    expect(output).toContain('$MOMENTRY_API_KEY');
  });

  it('starts empty without the demo', async () => {
    const service = await place.start([]);
    expect((await (await service.api()).get('identities')).body.count).toBe(0);
  });

  it('loads no demo over a catalogue that has something in it', async () => {
    const first = await place.start([]);
    await (await first.api()).post('identity/upload', { identity_uuid: CARY, name: 'Somebody else' });
    await first.end('SIGTERM');
    const second = await place.start();
    const { body } = await (await second.api()).get('identities');
    expect(body.identities.map(({ name }: { name: string }) => name)).toEqual(['Somebody else']);
  });

  it('keeps edits and deletions over a second run with the demo', async () => {
    const first = await place.start();
    const api = await first.api();
    await api.post('identity/upload', { identity_uuid: CARY, name: 'Archibald Leach' });
    const { body: page } = await api.get('identities?page_size=200');
    for (const { identity_uuid } of page.identities) {
      if (identity_uuid !== CARY) await api.delete(`identity/${identity_uuid}`);
    }
    const before = await api.get(`identity/${CARY}/json`);
    expect(await first.end('SIGTERM')).toBe(0);
    const second = await place.start();
    expect((await (await second.api()).get('identities')).body.count).toBe(1);
    expect((await (await second.api()).get(`identity/${CARY}/json`)).body).toEqual(before.body);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends in order on %s and leaves nothing behind',
    async (signal) => {
      const service = await place.start([]);
      expect(await service.end(signal)).toBe(0);
      await gone(place.folder);
    },
  );

  it('loses nothing acknowledged and leaves nothing behind when killed with -9', async () => {
    const service = await place.start([]);
    const answer = await (
      await service.api()
    ).post('identity/upload', { identity_uuid: CARY, name: 'Cary Grant' });
    expect(answer.status).toBe(200);
    await service.end('SIGKILL');
    await gone(place.folder);
    const again = await place.start([]);
    expect((await (await again.api()).get(`identity/${CARY}`)).body.name).toBe('Cary Grant');
  });

  it.each(['PORT', 'METRICS_PORT'])(
    'says in one line when its %s is taken, and makes nothing',
    async (name) => {
      const taken = createServer();
      const port = await listening(taken);
      const service = place.spawn([], { [name]: String(port) });
      expect(await service.ended()).toBe(1);
      taken.close();
      expect(service.output.trim().split('\n')).toEqual([
        expect.stringContaining(`Port ${port} of 127.0.0.1 is taken: set ${name} to another one.`),
      ]);
      expect(readdirSync(place.folder)).toEqual([]);
    },
  );

  it('says so too when it was to listen on one port twice', async () => {
    const free = createServer();
    const PORT = String(await listening(free));
    await once(free.close(), 'close');
    const service = place.spawn([], { PORT, METRICS_PORT: PORT });
    expect(await service.ended()).toBe(1);
    expect(service.output).toContain(`Port ${PORT} of 127.0.0.1 is taken: set METRICS_PORT to another one.`);
    expect(readdirSync(place.folder)).toEqual([]);
  });

  it('says so too when its port is taken while it starts', async () => {
    const free = createServer();
    const PORT = String(await listening(free));
    await once(free.close(), 'close');
    const other = await Workplace.create();
    const services = [place, other].map((each) => each.spawn([], { PORT }));
    const loser = await Promise.race(services.map((service) => service.ended().then(() => service)));
    expect(await loser.ended()).toBe(1);
    expect(loser.output).toContain(`Port ${PORT} of 127.0.0.1 is taken`);
    await services.find((service) => service !== loser)!.ready();
    await other.remove();
  });

  it('says in one line that its output folder cannot be written to', async () => {
    const file = join(place.folder, 'a-file');
    writeFileSync(file, '');
    const service = place.spawn([], { OUTPUT_DIR: file });
    expect(await service.ended()).toBe(1);
    expect(service.output.trim().split('\n')).toEqual([
      expect.stringContaining(`OUTPUT_DIR ${file} can't be written to`),
    ]);
    await gone(place.folder);
  });

  it('says in one line that its database cannot be used', async () => {
    const service = place.spawn([], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
    expect(await service.ended()).toBe(1);
    expect(service.output.trim().split('\n')).toEqual([
      expect.stringContaining("The database can't be used: "),
    ]);
  });

  it('has nothing to migrate, as the command line of TypeORM sees it', () => {
    const cli = (...parameters: string[]): string =>
      execFileSync(process.execPath, [resolve('dist/src/database/typeorm.cli.js'), ...parameters], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, DATA_DIR: place.folder },
      });
    cli('migration:run');
    expect(cli('migration:generate', '--check', `${place.folder}/migration`)).toContain('No changes');
  });

  it('says what is wrong with its environment before it starts anything', async () => {
    const service = place.spawn([], { PORT: 'abc', LOG_LEVEL: 'loud' });
    expect(await service.ended()).toBe(1);
    expect(service.output).toMatch(/PORT[^]*LOG_LEVEL/);
    expect(readdirSync(place.folder)).toEqual([]);
  });

  it('serves two processes on one data folder, and the second goes on when the first ends', async () => {
    const first = await place.start([]);
    const second = await place.start([]);
    await (await first.api()).post('identity/upload', { identity_uuid: CARY, name: 'Cary Grant' });
    await first.end('SIGTERM');
    const api = await second.api();
    let answer = await api.get(`identity/${CARY}`);
    while (answer.status === 503) answer = await api.get(`identity/${CARY}`);
    expect(answer.body.name).toBe('Cary Grant');
  });
});
