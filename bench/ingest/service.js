import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { ServerProcess } from '../server-process.js';

const KEY = 'bench-ingest-bench-ingest-bench-ingest';

/** The service as a process, on a free port. */
export class Service extends ServerProcess {
  static start(variables) {
    return super.start('../dist/src/main.js', { ...variables, MOMENTRY_API_KEY: KEY });
  }

  async know({ file_uuid, fps, width, height }) {
    const body = JSON.stringify({ name: 'Film', fps, width, height });
    await this.send('PUT', `/api/v1/file/${file_uuid}`, 'application/json', [body]);
  }

  /** Sends a film's faces. Returns its seconds, and the answer. */
  async post({ file_uuid }, path) {
    const began = performance.now();
    const rows = createReadStream(path, { highWaterMark: 256 * 1024 });
    const answer = await this.send('POST', `/api/v1/file/${file_uuid}/faces`, 'application/x-ndjson', rows);
    return { seconds: (performance.now() - began) / 1000, answer };
  }

  async send(method, path, type, body) {
    const headers = { 'X-API-Key': KEY, 'Content-Type': type };
    const asked = request(`${this.origin}${path}`, { method, headers });
    const [[response]] = await Promise.all([once(asked, 'response'), pipeline(body, asked)]);
    const answer = await json(response);
    if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
}
