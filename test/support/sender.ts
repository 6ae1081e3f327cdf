import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { TEST_KEY } from './test-app.js';

/** What a sender was told. */
export interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  /** Tests look into it freely. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** A client that sends its body piece by piece, in whatever time it takes. */
export class Sender {
  /** The answer, whenever it comes; rejected where the connection breaks before. */
  readonly reply: Promise<Reply>;
  private readonly closed: Promise<unknown>;

  private constructor(private readonly sent: ClientRequest) {
    this.reply = once(sent, 'response').then(([response]) => replyOf(response as IncomingMessage));
    // Whoever asks for the answer learns of it.
    this.reply.catch(() => undefined);
    sent.on('error', () => undefined);
    this.closed = once(sent, 'close').catch(() => undefined);
  }

  /** Sends the head. */
  static open(origin: string, path: string, headers: Record<string, string> = {}): Sender {
    const all = { 'X-API-Key': TEST_KEY, 'Content-Type': 'application/x-ndjson', ...headers };
    const sent = request(`${origin}/api/v1/${path}`, { method: 'POST', agent: false, headers: all });
    sent.flushHeaders();
    return new Sender(sent);
  }

  /** Resolves when the piece has gone out, as far as the service takes it. */
  async write(piece: string | Buffer): Promise<void> {
    if (this.sent.destroyed || this.sent.write(piece)) return;
    await Promise.race([once(this.sent, 'drain'), this.closed]);
  }

  /** Resolves with the answer. */
  end(piece?: string | Buffer): Promise<Reply> {
    this.sent.end(piece);
    return this.reply;
  }

  /** Goes away in the middle, without a word. */
  leave(): void {
    this.sent.destroy();
  }
}

async function replyOf(response: IncomingMessage): Promise<Reply> {
  const pieces: Buffer[] = [];
  for await (const piece of response as AsyncIterable<Buffer>) pieces.push(piece);
  const body = JSON.parse(Buffer.concat(pieces).toString()) as unknown;
  return { status: response.statusCode!, headers: response.headers, body };
}
