import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { checkExchange } from './document/check-exchange.js';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  text: string;
  /** The body as JSON; tests look into it freely. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface Call {
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/**
 * Calls the service as curl would: the path goes out to the letter, nothing is normalized or retried. Every
 * answer must be as the OpenAPI document says.
 */
export class ApiClient {
  constructor(
    readonly origin: string,
    private readonly key: string,
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('GET', path, { headers });
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('DELETE', path, { headers });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('POST', path, {
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  put(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('PUT', path, {
      headers: { 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** Uploads a file in a form field. */
  upload(
    path: string,
    bytes: Buffer,
    { field = 'image', name = 'photo.jpg', type = 'image/jpeg' } = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const boundary = `momentry-${randomUUID()}`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    return this.call('POST', path, {
      headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}`, ...headers },
      body,
    });
  }

  /** Paths without a leading `/api`, `/health`, … are those of the API. */
  async call(method: string, path: string, { headers = {}, body }: Call = {}): Promise<Answer> {
    const url = path.startsWith('/') ? path : `/api/v1/${path}`;
    const answer = await this.send(method, url, { headers: { 'X-API-Key': this.key, ...headers }, body });
    const sent = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    await checkExchange({ method, url, headers: Object.fromEntries(sent), body, answer });
    return answer;
  }

  private send(method: string, path: string, { headers, body }: Call): Promise<Answer> {
    const { hostname, port } = new URL(this.origin);
    const length = body ? { 'Content-Length': Buffer.byteLength(body) } : {};
    const options = {
      method,
      hostname,
      port,
      path,
      headers: { ...headers, ...length },
      agent: false as const,
    };
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () =>
          resolve(answerOf(response.statusCode!, response.headers, Buffer.concat(pieces))),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

function answerOf(status: number, headers: IncomingHttpHeaders, bytes: Buffer): Answer {
  const text = bytes.toString();
  const isJson = /[/+]json/.test(headers['content-type'] ?? '') && text !== '';
  return { status, headers, bytes, text, body: isJson ? (JSON.parse(text) as unknown) : undefined };
}
