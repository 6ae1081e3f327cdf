import type { ApiClient } from './api-client.js';

/** A fetch for the typed client whose exchanges are checked against the document as all others are. */
export function checkedFetch(api: ApiClient): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const answer = await api.call(request.method, pathname + search, {
      headers: Object.fromEntries(request.headers),
      body: request.body ? Buffer.from(await request.arrayBuffer()) : undefined,
    });
    const headers = Object.entries(answer.headers).map(
      ([name, value]) => [name, String(value)] as [string, string],
    );
    return new Response(answer.bytes.length > 0 ? new Uint8Array(answer.bytes) : null, {
      status: answer.status,
      headers,
    });
  };
}
