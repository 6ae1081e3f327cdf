import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { Answer, ApiClient } from './support/api-client.js';
import { eventually } from './support/eventually.js';
import { randomUuid } from './support/factory.js';
import { valueOf } from './support/metrics.js';
import { type Pinned, PinnedClient } from './support/pinned.js';
import { gone, workersOf } from './support/processes.js';
import { type Service, Workplace } from './support/service.js';

const MOMENTRY_API_KEY = 'a-key-of-my-own-with-more-than-32-characters';
const TOTAL = 'http_requests_total{method="GET",route="/api/v1/identity/:identity_uuid",status="200"}';

describe('a service of two workers', () => {
  let place: Workplace;
  let service: Service;
  let api: ApiClient;
  let uuid: string;

  beforeAll(async () => {
    place = await Workplace.create();
    service = await place.start([], { WORKERS: '2', METRICS_PORT: '0', MOMENTRY_API_KEY });
    api = service.apiWith(MOMENTRY_API_KEY);
    uuid = randomUuid();
    await api.post('identity/upload', { identity_uuid: uuid, name: 'Cary Grant' });
  });
  afterAll(() => place.remove());

  const workers = (): Promise<number[]> => Promise.resolve(workersOf(service.process.pid!));
  const identity = (): string => `/api/v1/identity/${uuid}`;

  /** A client of each worker. */
  async function clients(): Promise<[PinnedClient, PinnedClient]> {
    const one = new PinnedClient(service.origin, MOMENTRY_API_KEY);
    const born = await one.born();
    let other = one;
    const isAnother = async (): Promise<boolean> => {
      if (other !== one) other.end();
      other = new PinnedClient(service.origin, MOMENTRY_API_KEY);
      const { from, to } = await other.born();
      return to < born.from || from > born.to;
    };
    expect(await eventually(isAnother, (is) => is)).toBe(true);
    return [one, other];
  }

  /** Kills workers; resolves when others have taken their places, and one of them at least serves. */
  async function replace(...killed: number[]): Promise<void> {
    for (const pid of killed) process.kill(pid, 'SIGKILL');
    const left = await eventually(
      workers,
      (pids) => !pids.some((pid) => killed.includes(pid)) && pids.length === 2,
    );
    expect(left).toHaveLength(2);
    const health = (): Promise<number> =>
      api.get('/health').then(
        ({ status }) => status,
        () => 0,
      );
    expect(await eventually(health, (status) => status === 200)).toBe(200);
  }

  /** The metrics on their own port. */
  async function metrics(): Promise<string> {
    const url = /Metrics +(http\S+)/.exec(service.output)![1]!;
    return (await fetch(url)).text();
  }

  it('has on one of them at once what was written on the other', async () => {
    const [one, other] = await clients();
    for (const name of ['Archie Leach', 'Cary Grant', 'C. G.', 'Cary Grant']) {
      await one.post('/api/v1/identity/upload', { identity_uuid: uuid, name });
      expect((await other.get(identity())).body.name).toBe(name);
    }
    one.end();
    other.end();
  });

  it('writes one identity file for the changes that both made', async () => {
    const file = join(place.folder, 'data/output/identities', uuid, 'identity.json');
    const [one, other] = await clients();
    for (let round = 0; round < 10; round++) {
      const change = (client: PinnedClient, name: string): Promise<Pinned> =>
        client.post('/api/v1/identity/upload', { identity_uuid: uuid, name, metadata: { round } });
      await Promise.all([change(one, 'Kate'), change(other, 'Audrey')]);
    }
    one.end();
    other.end();
    const exported = (await api.get(`identity/${uuid}/json`)).body as unknown;
    const onDisk = async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
    const isSame = (found: unknown): boolean => JSON.stringify(found) === JSON.stringify(exported);
    expect(await eventually(onDisk, isSame)).toEqual(exported);
  });

  it('counts the requests of both, on a port without a key and on its own with one', async () => {
    const before = valueOf(await metrics(), TOTAL)!;
    const [one, other] = await clients();
    for (const client of [one, other, other]) expect((await client.get(identity())).status).toBe(200);
    one.end();
    other.end();
    const counted = await eventually(
      async () => valueOf(await metrics(), TOTAL),
      (total) => total === before + 3,
    );
    expect(counted).toBe(before + 3);
    expect(valueOf((await api.get('/metrics')).text, TOTAL)).toBe(before + 3);
  });

  it('survives that one of them is killed, and forgets nothing that was counted', async () => {
    const before = valueOf(await metrics(), TOTAL)!;
    const [pid] = await workers();
    await replace(pid!);
    const [one, other] = await clients();
    for (const client of [one, other]) expect((await client.get(identity())).status).toBe(200);
    one.end();
    other.end();
    const counted = await eventually(
      async () => valueOf(await metrics(), TOTAL),
      (total) => total === before + 2,
    );
    expect(counted).toBe(before + 2);
  });

  it('tells its metrics while a worker starts', async () => {
    const [pid] = await workers();
    await replace(pid!);
    expect((await api.get('/metrics')).status).toBe(200);
  });

  it('writes the identity file that a killed worker still had to write', async () => {
    const file = join(place.folder, 'data/output/identities', uuid, 'identity.json');
    await api.post('identity/upload', { identity_uuid: uuid, name: 'Kate' });
    await replace(...(await workers()));
    const nameOnDisk = async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8')).name;
    expect(await eventually(nameOnDisk, (name) => name === 'Kate')).toBe('Kate');
  });

  it('serves again when its PostgreSQL was killed, without having been restarted', async () => {
    const before = await workers();
    const lock = await readFile(join(place.folder, 'data/postgres/postmaster.pid'), 'utf8');
    process.kill(parseInt(lock), 'SIGKILL');
    const read = (): Promise<Answer> => api.get(`identity/${uuid}`);
    expect((await eventually(read, ({ status }) => status === 503)).headers['retry-after']).toMatch(/^\d+$/);
    expect((await eventually(read, ({ status }) => status === 200)).status).toBe(200);
    expect(
      (
        await eventually(
          () => api.get('/health/ready'),
          ({ status }) => status === 200,
        )
      ).status,
    ).toBe(200);
    expect(await workers()).toEqual(before);
  });

  it('ends in order on SIGTERM, and leaves nothing behind', async () => {
    expect(await service.end('SIGTERM')).toBe(0);
    await gone(place.folder);
  });
});

describe('the process that has workers', () => {
  it('survives a message to a worker that has just closed its channel, and replaces the worker', async () => {
    const child = fork(resolve('dist/test/support/seat-child.js'), { execArgv: [], stdio: 'ignore' });
    const said = once(child, 'message').then(([word]) => word as string);
    const ended = once(child, 'exit').then(([code]) => `ended with ${code}`);
    expect(await Promise.race([said, ended])).toBe('replaced');
    child.disconnect();
    expect(await ended).toBe('ended with 0');
  });
});

describe('a service of two workers that cannot serve', () => {
  let place: Workplace;

  beforeAll(async () => {
    place = await Workplace.create();
  });
  afterAll(() => place.remove());

  it('says once that its port is taken, and makes nothing', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const service = place.spawn([], { WORKERS: '2', PORT: String(port) });
    expect(await service.ended()).toBe(1);
    taken.close();
    expect(service.output.trim().split('\n')).toEqual([
      expect.stringContaining(`Port ${port} of 127.0.0.1 is taken`),
    ]);
    expect(await readdir(place.folder)).toEqual([]);
  });

  it('ends where one worker after the other fails, and says why', async () => {
    const service = await place.start([], { WORKERS: '2' });
    await writeFile(join(place.folder, 'data/api-key'), 'broken');
    process.kill(workersOf(service.process.pid!)[0]!, 'SIGKILL');
    expect(await service.ended()).toBe(1);
    expect(service.output).toContain('holds no API key');
    expect(service.output).toContain('Giving up');
    await gone(place.folder);
  });

  it('leaves nothing behind when it is killed', async () => {
    await writeFile(join(place.folder, 'data/api-key'), 'x'.repeat(32));
    const service = await place.start([], { WORKERS: '2' });
    await service.end('SIGKILL');
    await gone(place.folder);
  });
});
