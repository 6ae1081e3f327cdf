import { ask } from '../kinds.js';

const PAGE = 10_000;

/** The list's page 10,000 by cursor; its last but one where it isn't so long. */
export const deepByCursor = {
  name: 'deep-cursor',
  title: 'list, page 10,000 by cursor',
  async errands(_subjects, { origin, headers }) {
    const read = async (path) => (await fetch(`${origin}${path}`, { headers })).json();
    const { count } = await read(ask('identities').path);
    const page = Math.min(PAGE, Math.floor(count / 20));
    const { next_cursor } = await read(ask(`identities?page=${page - 1}&page_size=20`).path);
    return [[ask(`identities?cursor=${encodeURIComponent(next_cursor)}&page_size=20`)]];
  },
};
