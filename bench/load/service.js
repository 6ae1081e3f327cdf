import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const KEY = 'bench-load-bench-load-bench-load-bench-load';

/** The service as users run it, on a free port. */
export class Service {
  static async start(variables) {
    const env = { ...process.env, ...variables, PORT: '0', MOMENTRY_API_KEY: KEY };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const text of child.stdout.setEncoding('utf8')) {
      const [origin] = /http:\/\/localhost:\d+/.exec(text) ?? [];
      if (origin) return new Service(child, origin.replace('localhost', '127.0.0.1'));
    }
    throw new Error('The service did not start.');
  }

  constructor(child, origin) {
    Object.assign(this, { child, origin, key: KEY, samples: [] });
  }

  /** Looks once a second at the memory of all its processes, until the returned function is called. */
  watch() {
    const timer = setInterval(async () => this.samples.push(await this.memory()), 1000);
    return () => clearInterval(timer);
  }

  /** MB. */
  async memory() {
    const { pid } = this.child;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    const sizes = await Promise.all([pid, ...children.split(' ').filter(Boolean)].map(residentSize));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  async end() {
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}

/** MB; nothing for what has ended, or is PostgreSQL. */
async function residentSize(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  if (!status.startsWith('Name:\tnode')) return 0;
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
