import { escapeLiteral } from 'pg';
import { Questions } from './questions.js';

/** How many of a kind of read are looked at. */
const SAMPLE = 100;
const URL = '/';

/** Which pages a read touches, how long it takes with all of them in memory, and what it would with none. */
export async function reads({ copy, client, table }) {
  const questions = new Questions(client);
  const subjects = await copy.subjects();
  const rows = [];
  for (const [read, ask] of Object.entries(kindsOf(subjects))) {
    const found = [];
    for (let nth = 0; nth < SAMPLE; nth++) {
      found.push(await explain(client, await questions.of((service) => ask(service, nth))));
    }
    rows.push({ read, 'pages, median': median(found, 'pages'), most: most(found), ms: median(found, 'ms') });
  }
  table(rows);
}

const nthOf = (list, nth) => list[nth % list.length];
export const kindsOf = ({ people, median, busiest, rareTerms, deepPages }) => ({
  'identity by uuid': ({ identities }, nth) => identities.identity(nthOf(people, nth)),
  'list, page 1 of 20': ({ identities }) => identities.list({ page: 1, page_size: 20 }, URL),
  'list, page 1,000': ({ identities }, nth) =>
    identities.list({ page: nthOf(deepPages, nth), page_size: 20 }, URL),
  'search, 20': ({ identities }, nth) => identities.search({ q: nthOf(rareTerms, nth), page_size: 20 }, URL),
  'files, median person': ({ appearances }, nth) => appearances.files(nthOf(median, nth), {}, URL),
  'faces, median person': ({ appearances }, nth) => appearances.faces(nthOf(median, nth), {}, URL),
  'chunks, median person': ({ appearances }, nth) => appearances.chunks(nthOf(median, nth), {}, URL),
  'faces, busiest, page of 20': ({ appearances }) =>
    appearances.faces(busiest, { page: 1, page_size: 20 }, URL),
  'chunks, busiest, page of 20': ({ appearances }) =>
    appearances.chunks(busiest, { page: 1, page_size: 20 }, URL),
});

/** Pages, of tables and indexes, whether they were in memory or not; milliseconds. */
async function explain(client, { text, values }) {
  await client.query(`PREPARE question AS ${text}`);
  const literals = values.map(literal).join(', ');
  const { rows } = await client.query(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE question (${literals})`,
  );
  await client.query('DEALLOCATE question');
  const [{ Plan: plan, 'Execution Time': ms }] = rows[0]['QUERY PLAN'];
  return { pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], ms };
}

const literal = (value) =>
  escapeLiteral(Array.isArray(value) ? `{${value.map(quoted).join(',')}}` : String(value));
/** As JSON quotes it, so do arrays. */
const quoted = (value) => JSON.stringify(String(value));
const median = (found, field) => found.map((one) => one[field]).sort((a, b) => a - b)[found.length >> 1];
const most = (found) => Math.max(...found.map(({ pages }) => pages));
