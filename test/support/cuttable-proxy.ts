import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

/** How an answer ends after which the connection is free for the next statement: ReadyForQuery, outside of a transaction. */
const IDLE = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** How a server that shuts down takes its leave. */
const FAREWELL = fatal('57P01', 'terminating connection due to administrator command');

function fatal(code: string, message: string): Buffer {
  const fields = ['SFATAL', 'VFATAL', `C${code}`, `M${message}`, ''].join('\0') + '\0';
  const body = Buffer.from(fields);
  const head = Buffer.from([0x45, 0, 0, 0, 0]);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A way to the tests' database server that can be cut and mended, as if the server went away and came back. */
export class CuttableProxy {
  private readonly sockets = new Set<Socket>();
  private server: Server;
  private port = 0;
  /**
   * Whether connections are closed as soon as they are idle, as a server that shuts down closes them: the farewell comes
   * in one piece with the answer, as it does to a process that was slow to read.
   */
  closesIdle = false;
  /** What the next answer waits for. */
  private hold: (() => Promise<void>) | undefined;

  /** Starts it; returns the address of a database by way of it. */
  async open(databaseUrl: string): Promise<string> {
    const target = new URL(databaseUrl);
    const folder = target.searchParams.get('host');
    const port = Number(target.port || 5432);
    this.server = createServer((near) => {
      const far = folder ? connect(`${folder}/.s.PGSQL.5432`) : connect(port, target.hostname);
      for (const socket of [near, far]) this.sockets.add(socket.on('error', () => socket.destroy()));
      near.pipe(far);
      pipeline(far, (answers) => this.gate(answers), near).catch(() => undefined);
    });
    await this.mend();
    target.searchParams.delete('host');
    target.host = `127.0.0.1:${this.port}`;
    return target.href;
  }

  /** Keeps back what the server answers next; resolves when that has come, with what lets it go on. */
  holdBack(): Promise<() => void> {
    return new Promise((held) => (this.hold = () => new Promise((goOn) => held(goOn))));
  }

  private async *gate(answers: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of answers) {
      const { hold } = this;
      this.hold = undefined;
      await hold?.();
      if (this.closesIdle && piece.subarray(-IDLE.length).equals(IDLE)) {
        yield Buffer.concat([piece, FAREWELL]);
        return;
      }
      yield piece;
    }
  }

  async cut(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    await once(this.server, 'close');
  }

  async mend(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }
}
