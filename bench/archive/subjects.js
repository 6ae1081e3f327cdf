import { Client } from 'pg';

/** Whom and what the requests are about, drawn from the archive by its seed: the same in every run. */
export async function subjectsOf({ url, size, seed }) {
  const client = new Client(url);
  await client.connect();
  const column = async (text, ...values) =>
    (await client.query({ text, values, rowMode: 'array' })).rows.map(([value]) => value);
  try {
    const people = await column(PEOPLE, seed);
    const traces = (await client.query(TRACES, [seed])).rows;
    return {
      people,
      median: await column(MEDIAN, seed),
      busiest: (await column(BUSIEST))[0],
      commonTerms: await column(TERMS, seed, ...hits(size, 1000, 5000)),
      rareTerms: await column(TERMS, seed, ...hits(size, 100, 1000)),
      deepPages: pagesAround(Math.ceil(1000 * Math.min(1, size.scale))),
      traces: traces.map((trace, nth) => ({ ...trace, other: people[nth] })),
    };
  } finally {
    await client.end();
  }
}

/** How many names a term is to be found in, of 65,000 or more. */
const hits = ({ scale }, ...limits) => limits.map((names) => Math.ceil(names * Math.min(1, scale)));

/** A tenth more or less. */
const pagesAround = (page) =>
  Array.from({ length: Math.ceil(page / 5) }, (_, nth) => page - Math.floor(page / 10) + nth);

const hex = (column) => `replace(${column}::text, '-', '')`;
const byLot = (column) => `ORDER BY md5(${column}::text || $1)`;

const PEOPLE = `SELECT ${hex('identity_uuid')} FROM identity ${byLot('identity_uuid')} LIMIT 1000`;
const MEDIAN = `
  SELECT ${hex('identity_uuid')} FROM identity WHERE face_count = 10 ${byLot('identity_uuid')} LIMIT 1000`;
const BUSIEST = `SELECT ${hex('identity_uuid')} FROM identity ORDER BY face_count DESC LIMIT 1`;

/**
 * Three to five letters from the middle of last names, and found in as many names as that. What stands at its place in
 * less than a tenth of those is not counted at all, to be quick.
 */
const TERMS = `
  SELECT term
  FROM (
    SELECT substr(split_part(name_key, ' ', 2), 2, length) AS term, count(*) AS people
    FROM identity CROSS JOIN generate_series(3, 5) length
    GROUP BY term
  ) t
  WHERE people BETWEEN $2::integer / 10 AND $3
    AND (SELECT count(*) FROM identity WHERE name_key LIKE '%' || term || '%') BETWEEN $2 AND $3
  ${byLot('term')}
  LIMIT 50`;

/** Traces of about 30 that are somebody's already, by a person's word: bound to and fro they are what they were. */
const TRACES = `
  SELECT ${hex('file_uuid')} AS file_uuid, (array_agg(face_id ORDER BY frame_number))[15] AS face_id,
    ${hex('min(identity_uuid::text)')} AS owner
  FROM trace t JOIN face_detection d USING (file_uuid, trace_id)
  WHERE t.face_count BETWEEN 28 AND 32
  GROUP BY file_uuid, trace_id
  HAVING count(DISTINCT identity_uuid) = 1 AND bool_and(identity_uuid IS NOT NULL AND provenance = 'manual')
  ${byLot('(file_uuid::text || trace_id)')}
  LIMIT 480`;
