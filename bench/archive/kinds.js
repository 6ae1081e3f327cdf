/**
 * The kinds of requests that are measured. `aim`: requests a second, as a multiple of the floor's. `errands`: what
 * a connection asks, one list after the other; where there are more lists, each is about somebody else. `grows`: the
 * answer is as much longer as the archive is larger.
 */
export const KINDS = [
  {
    name: 'identity',
    title: 'identity by uuid',
    aim: 0.8,
    errands: ({ people }) => people.map((uuid) => [ask(`identity/${uuid}`)]),
  },
  {
    name: 'list',
    title: 'list, page 1 of 20, exact total',
    aim: 6,
    errands: () => [[ask('identities?page=1&page_size=20')]],
  },
  {
    name: 'deep-page',
    title: 'list, page 1,000',
    aim: 4,
    errands: ({ deepPages }) => deepPages.map((page) => [ask(`identities?page=${page}&page_size=20`)]),
  },
  {
    name: 'search',
    title: 'search, substring, in 1,000 to 5,000 names, 20, exact total',
    aim: 3,
    errands: ({ commonTerms }) => commonTerms.map(search),
  },
  {
    name: 'search-rare',
    title: 'search, substring, in 100 to 1,000 names, 20, exact total',
    aim: 3,
    errands: ({ rareTerms }) => rareTerms.map(search),
  },
  {
    name: 'files',
    title: 'files of a median person',
    aim: 0.9,
    errands: ({ median }) => median.map((uuid) => [ask(`identity/${uuid}/files`)]),
  },
  {
    name: 'files-busiest',
    title: 'files of the busiest person',
    aim: 8,
    grows: true,
    errands: ({ busiest }) => [[ask(`identity/${busiest}/files`)]],
  },
  {
    name: 'faces',
    title: 'faces of a median person',
    aim: 0.8,
    errands: ({ median }) => median.map((uuid) => [ask(`identity/${uuid}/faces`)]),
  },
  {
    name: 'faces-busiest',
    title: 'faces of the busiest, first page, exact total',
    aim: 7,
    errands: ({ busiest }) => [[ask(`identity/${busiest}/faces?page=1&page_size=20`)]],
  },
  {
    name: 'chunks',
    title: 'chunks of a median person',
    aim: 2,
    errands: ({ median }) => median.map((uuid) => [ask(`identity/${uuid}/chunks`)]),
  },
  {
    name: 'chunks-busiest',
    title: 'chunks of the busiest, first 20',
    aim: 150,
    errands: ({ busiest }) => [[ask(`identity/${busiest}/chunks?page=1&page_size=20`)]],
  },
  {
    name: 'chunks-whole',
    title: 'chunks of the busiest, all',
    aim: 10,
    grows: true,
    errands: ({ busiest }) => [[ask(`identity/${busiest}/chunks`)]],
  },
  {
    name: 'bind',
    title: 'bind a trace of 30',
    aim: 0.7,
    writes: true,
    errands: ({ traces }) => traces.map(toAndFro),
  },
];

const PREFIX = '/api/v1/';
export const ask = (path) => ({ method: 'GET', path: `${PREFIX}${path}` });

const search = (term) => [ask(`identities/search?q=${encodeURIComponent(term)}&page_size=20`)];

/** To somebody else, and back. */
const toAndFro = ({ owner, other, file_uuid, face_id }) =>
  [other, owner].map((uuid) => ({
    method: 'POST',
    path: `${PREFIX}identity/${uuid}/bind`,
    body: { file_uuid, face_id },
  }));
