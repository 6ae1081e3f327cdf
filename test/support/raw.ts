import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { eventually } from './eventually.js';

/** An answer as it came over the wire. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  /** Tests look into it freely; undefined where it is no JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

const HEAD = /HTTP\/1\.1 (\d+) .*?^X-Request-Id: (\S+)\r\n/gms;

/** A connection on which anything can be sent, also what no HTTP client would. */
export class RawConnection {
  private received = '';
  private readonly closed: Promise<unknown>;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (text: string) => (this.received += text));
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', resolve));
  }

  static async open(origin: string): Promise<RawConnection> {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  send(text: string): this {
    this.socket.write(text);
    return this;
  }

  /** What had come when the service closed the connection. */
  async untilClosed(): Promise<RawAnswer> {
    await this.end();
    return answerOf(this.received);
  }

  /** The status and the request id of each answer, in their order, when there are so many. */
  async answers(count: number): Promise<[number, string][]> {
    const found = await eventually(
      () => Promise.resolve([...this.received.matchAll(HEAD)]),
      (heads) => heads.length >= count,
    );
    return found.map(([, status, id]) => [Number(status), id!]);
  }

  /** Resolves when the service has closed the connection. */
  async end(): Promise<void> {
    await this.closed;
  }

  leave(): void {
    this.socket.destroy();
  }
}

/** Sends something on a connection of its own; resolves when the service has closed it. */
export const sendRaw = async (origin: string, text: string): Promise<RawAnswer> =>
  (await RawConnection.open(origin)).send(text).untilClosed();

function answerOf(text: string): RawAnswer {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const headers = lines
    .map((header) => header.split(/: (.*)/))
    .map(([name, value]) => [name!.toLowerCase(), value]);
  return {
    status: Number(line.split(' ')[1]),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: body.startsWith('{') ? (JSON.parse(body) as unknown) : undefined,
  };
}
