import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ApiClient } from './api-client.js';

const MAIN = resolve('dist/src/main.js');

/** A folder in which the service is started, as a user starts it in a clone. */
export class Workplace {
  private readonly started: Service[] = [];

  private constructor(readonly folder: string) {}

  static async create(): Promise<Workplace> {
    return new Workplace(await mkdtemp(join(tmpdir(), 'momentry-service-')));
  }

  /** Starts the built service on a free port; resolves when it says that it is ready. `before`: as for spawn. */
  async start(
    parameters: string[] = ['--demo'],
    variables: NodeJS.ProcessEnv = {},
    before?: string,
  ): Promise<Service> {
    const service = this.spawn(parameters, variables, before);
    await service.ready();
    return service;
  }

  /** `before`: what the shell does first, to its own process, which becomes the service. */
  spawn(parameters: string[], variables: NodeJS.ProcessEnv = {}, before = ':'): Service {
    const { PATH, HOME, DATABASE_URL: _, ...rest } = process.env;
    const env = { PATH, HOME, LANG: rest.LANG, PORT: '0', ...variables };
    const service = new Service(
      spawn('sh', ['-c', `${before}; exec "$0" "$@"`, process.execPath, MAIN, ...parameters], {
        cwd: this.folder,
        env,
      }),
      this.folder,
    );
    this.started.push(service);
    return service;
  }

  async remove(): Promise<void> {
    for (const service of this.started) await service.end('SIGKILL');
    await rm(this.folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  }
}

/** The service as a process of its own. */
export class Service {
  /** What it printed. */
  output = '';
  private readonly exit: Promise<unknown[]>;

  constructor(
    readonly process: ChildProcess,
    private readonly folder: string,
  ) {
    for (const stream of [process.stdout!, process.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.exit = once(process, 'exit');
  }

  async ready(): Promise<void> {
    while (!this.output.includes('curl ')) {
      if (this.process.exitCode !== null) throw new Error(`The service ended:\n${this.output}`);
      await new Promise((resume) => setTimeout(resume, 20));
    }
  }

  get origin(): string {
    return /http:\/\/localhost:\d+/.exec(this.output)![0];
  }

  async api(): Promise<ApiClient> {
    return this.apiWith((await readFile(join(this.folder, 'data/api-key'), 'utf8')).trim());
  }

  apiWith(key: string): ApiClient {
    return new ApiClient(this.origin, key);
  }

  /** Sends a signal and waits for the end; resolves with the exit code (null: killed). */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.process.kill(signal);
    return this.ended();
  }

  async ended(): Promise<number | null> {
    await this.exit;
    return this.process.exitCode;
  }
}
