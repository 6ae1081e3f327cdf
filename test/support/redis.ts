import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A Redis of a spec's own, which can end, come back and stop in the middle. */
export class Redis {
  private server!: ChildProcess;

  private constructor(private readonly port: number) {}

  static async start(): Promise<Redis> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const redis = new Redis(port);
    await redis.comeBack();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, empty; resolves when it takes connections. */
  async comeBack(): Promise<void> {
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    for await (const text of this.server.stdout!) {
      output += String(text);
      if (output.includes('Ready to accept connections')) break;
    }
  }

  async end(): Promise<void> {
    const ended = once(this.server, 'exit');
    this.server.kill('SIGKILL');
    await ended;
  }

  /** It is there, and doesn't answer. */
  freeze(): void {
    this.server.kill('SIGSTOP');
  }

  thaw(): void {
    this.server.kill('SIGCONT');
  }
}
