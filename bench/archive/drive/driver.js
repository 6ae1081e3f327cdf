import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The load, as a process of its own. */
export class Driver {
  constructor() {
    this.process = fork(fileURLToPath(new URL('load.js', import.meta.url)));
  }

  /** Has it drive a server; see load.js. */
  async drive(job) {
    this.process.send(job);
    const [figures] = await once(this.process, 'message');
    if (figures.error) throw new Error(`It could not be driven: ${figures.error}`);
    return figures;
  }

  end() {
    this.process.disconnect();
  }
}
