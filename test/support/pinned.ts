import { Agent, request } from 'node:http';

/** What a worker answered. */
export interface Pinned {
  status: number;
  connection: string | undefined;
  /** Tests look into it freely. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** Milliseconds. */
interface Interval {
  from: number;
  to: number;
}

/** Milliseconds by which a time may be off, as clocks and answers are rounded. */
const ROUNDED = 5;

/** A client that stays on one connection, and so with one worker. */
export class PinnedClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly origin: string,
    private readonly key: string,
  ) {}

  get(path: string): Promise<Pinned> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown): Promise<Pinned> {
    return this.send('POST', path, JSON.stringify(body));
  }

  /** When its worker was started, at the earliest and the latest: the answer takes its time on a busy machine. */
  async born(): Promise<Interval> {
    const asked = Date.now();
    const { body } = await this.get('/health');
    return { from: asked - body.uptime_ms - ROUNDED, to: Date.now() - body.uptime_ms + ROUNDED };
  }

  end(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, body?: string): Promise<Pinned> {
    const headers = { 'X-API-Key': this.key, 'Content-Type': 'application/json' };
    return new Promise((resolve, reject) => {
      const sent = request(`${this.origin}${path}`, { method, headers, agent: this.agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            connection: response.headers.connection,
            body: JSON.parse(text),
          }),
        );
      });
      sent.on('error', reject).end(body);
    });
  }
}
