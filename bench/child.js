import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const PEAK = new URL('peak.js', import.meta.url).href;

/** Characters of its output that are kept. */
const KEPT = 100_000;

/** Runs a script of ours, named from this folder, as a process of its own. */
export class Child {
  /** What it printed last. */
  output = '';
  began = performance.now();

  constructor(script, parameters, variables = {}) {
    const { PATH, HOME, LANG } = process.env;
    const path = fileURLToPath(new URL(script, import.meta.url));
    this.process = spawn(process.execPath, ['--import', PEAK, path, ...parameters], {
      env: { PATH, HOME, LANG, ...variables },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    for (const stream of this.process.stdio.slice(1, 3)) {
      stream.setEncoding('utf8').on('data', (piece) => (this.output = (this.output + piece).slice(-KEPT)));
    }
    this.peaks = text(this.process.stdio[3]);
    this.exit = once(this.process, 'exit');
  }

  /** Resolves when it has printed something of this form. */
  async printed(form) {
    while (!form.test(this.output)) {
      const [more] = await Promise.race([once(this.process.stdout, 'data'), this.exit]);
      if (typeof more !== 'string') throw new Error(`It ended:\n${this.output}`);
    }
    return form.exec(this.output);
  }

  /** Its seconds from start to end, and its peak of memory in MB. It must end well. */
  async measured() {
    const [code] = await this.exit;
    const seconds = (performance.now() - this.began) / 1000;
    if (code !== 0) throw new Error(`It ended with ${code}:\n${this.output}`);
    const kilobytes = Math.max(...(await this.peaks).trim().split('\n').map(Number));
    return { seconds, peak: (kilobytes * 1024) / 1e6 };
  }
}
