import { Child } from './child.js';

/** A script that serves HTTP, as a process on a free port. */
export class ServerProcess {
  static async start(script, variables) {
    const child = new Child(script, [], { ...variables, PORT: '0' });
    const [origin] = await child.printed(/http:\/\/localhost:\d+/);
    return new this(child, origin);
  }

  constructor(child, origin) {
    Object.assign(this, { child, origin });
  }

  /** Ends it; returns its peak of memory in MB. */
  async end() {
    this.child.process.kill('SIGTERM');
    return (await this.child.measured()).peak;
  }
}
