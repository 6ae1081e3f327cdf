/** What readers ask, by how often in a hundred. */
const READS = [
  [45, 'identity', ({ uuid }) => `identity/${uuid}`],
  [15, 'files', ({ uuid }) => `identity/${uuid}/files`],
  [15, 'faces, a page', ({ uuid }) => `identity/${uuid}/faces?page_size=20`],
  [10, 'list, a page', (_, random) => `identities?page=${1 + Math.floor(random() * 50)}`],
  [10, 'search', ({ word }) => `identities/search?q=${encodeURIComponent(word)}`],
  [5, 'chunks, a page', ({ uuid }) => `identity/${uuid}/chunks?page_size=20`],
];

/** What a reader asks, over and over. */
export function* reads({ people }, random) {
  for (;;) {
    const [, route, path] = drawn(random() * 100);
    yield { route, method: 'GET', path: path(oneOf(people, random), random) };
  }
}

/** What a writer does, over and over: binds a trace to somebody, unbinds it, gives it back; and changes somebody. */
export function* writes({ people, traces }, random, nth, writers) {
  for (let turn = 0; ; turn++) {
    const { file_uuid, trace_id, owner } = traces[(nth + turn * writers) % traces.length];
    const { uuid, name } = oneOf(people, random);
    const body = { file_uuid, trace_id };
    yield { route: 'bind', method: 'POST', path: `identity/${uuid}/bind`, body };
    yield { route: 'unbind', method: 'POST', path: `identity/${uuid}/unbind`, body };
    yield { route: 'bind', method: 'POST', path: `identity/${owner}/bind`, body };
    const file = { identity_uuid: uuid, name, metadata: { turn, nth } };
    yield { route: 'upload', method: 'POST', path: 'identity/upload', body: file };
  }
}

function drawn(share) {
  let sum = 0;
  return READS.find(([part]) => (sum += part) > share);
}

const oneOf = (list, random) => list[Math.floor(random() * list.length)];
