import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { TEST_KEY } from './test-app.js';

/** What came of an answer that was read to its end, or as far as it went. */
export interface Read {
  text: string;
  /** Whether it ended as HTTP says it should; false where the connection broke. */
  complete: boolean;
}

/** A client that has had the head of an answer and reads none of its body until it is told to. */
export class PausedReader {
  private constructor(
    private readonly sent: ClientRequest,
    private readonly response: IncomingMessage,
  ) {}

  static async open(origin: string, path: string): Promise<PausedReader> {
    const sent = request(`${origin}/api/v1/${path}`, { agent: false, headers: { 'X-API-Key': TEST_KEY } });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.on('error', () => undefined);
    return new PausedReader(sent, response);
  }

  /** Reads all there is. */
  async read(): Promise<Read> {
    const pieces: Buffer[] = [];
    this.response.on('data', (piece: Buffer) => pieces.push(piece));
    await new Promise((resolve) => this.response.on('close', resolve));
    return { text: Buffer.concat(pieces).toString(), complete: this.response.complete };
  }

  /** Goes away without a word. */
  leave(): void {
    this.sent.destroy();
  }
}
