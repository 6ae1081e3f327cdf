import type { EntityManager } from 'typeorm';
import { toHex } from '../../common/uuid.js';
import { named } from '../../database/named.js';
import type { Statement } from '../../database/statement.js';
import type { BindingDto } from '../dto/binding.dto.js';
import { type Case, facesOf, ownersOf } from './case.js';
import type { Held, Share, Target } from './detections.js';

/** The detections of a trace that is bound together with others, at the most: a long one would keep them waiting. */
const LONG = 1000;

/** A bind: of what to whom. */
export interface Asked {
  uuid: string;
  binding: BindingDto;
}

/**
 * A bind as it can be made together with others. `busy`: not this time, as somebody else has hold of its people, or
 * another of the binds is about the same file. Undefined: never, since somebody has hold of its file, it names no trace
 * or not in so many words, or it is to be refused.
 */
export type Opened = Case | 'busy' | undefined;

/**
 * Holds the files and the people of several binds, as far as nobody else does: whom one has to wait for, one waits for
 * alone.
 */
export async function openTogether(manager: EntityManager, asked: Asked[]): Promise<Opened[]> {
  const files = new Set(await holdFiles(manager, asked));
  const opened = asked.map(({ binding }): Opened =>
    files.has(toHex(binding.file_uuid)) ? 'busy' : undefined,
  );
  // Of several that are about one file, the first.
  const inHand = asked.flatMap(({ binding }, index) => (files.delete(toHex(binding.file_uuid)) ? index : []));
  if (inHand.length === 0) return opened;
  const { rows } = await named<Row>(manager, HOLD_TRACES, [
    inHand.map((index) => asked[index]!.uuid),
    inHand.map((index) => asked[index]!.binding.file_uuid),
    inHand.map((index) => asked[index]!.binding.face_id ?? null),
    inHand.map((index) => asked[index]!.binding.trace_id ?? null),
  ]);
  const found = new Map(rows.map((row) => [inHand[row.n - 1], row]));
  for (const index of inHand) {
    const row = found.get(index);
    opened[index] = row && caseOf(asked[index]!.binding.file_uuid, row);
  }
  return opened;
}

/** Those of the files that nobody has hold of. */
async function holdFiles(manager: EntityManager, asked: Asked[]): Promise<string[]> {
  const files = asked.map(({ binding }) => binding.file_uuid);
  const { rows } = await named<{ file_uuid: string }>(manager, HOLD_FILES, [files]);
  return rows.map(({ file_uuid }) => toHex(file_uuid));
}

interface Row {
  n: number;
  identity_uuid: string;
  face_id: string | null;
  trace_id: number;
  /** Of the detection that was named. */
  owner: string | null;
  shares: Share[];
  held: Held[];
}

function caseOf(file_uuid: string, { identity_uuid, face_id, trace_id, owner, shares, held }: Row): Opened {
  const face = face_id === null ? null : { face_id, trace_id, identity_uuid: owner };
  const target: Target = { file_uuid, face, trace_id, column: 'trace_id', value: trace_id };
  const others = ownersOf(target, shares).filter((other) => other !== identity_uuid);
  const isHeld = (uuid: string): boolean => held.some((person) => person.identity_uuid === uuid);
  if (facesOf(shares) > LONG) return undefined;
  if (![identity_uuid, ...others].every(isHeld)) return 'busy';
  return { owner: held.find((person) => person.identity_uuid === identity_uuid)!, target, shares, others };
}

const HOLD_FILES: Statement = {
  name: 'hold_files',
  text: `
    SELECT file_uuid FROM file WHERE file_uuid = ANY ($1)
    ORDER BY file_uuid
    FOR NO KEY UPDATE SKIP LOCKED`,
};

const HOLD_TRACES: Statement = {
  name: 'hold_traces',
  text: `
    WITH target AS MATERIALIZED (
      SELECT a.n, a.identity_uuid, a.file_uuid, f.face_id, coalesce(f.trace_id, a.trace_id) AS trace_id,
        f.identity_uuid AS owner
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[]) WITH ORDINALITY
        AS a (identity_uuid, file_uuid, face_id, trace_id, n)
      LEFT JOIN face_detection f ON f.file_uuid = a.file_uuid AND f.face_id = a.face_id
    ), share AS MATERIALIZED (
      SELECT t.n, d.identity_uuid, count(*) AS faces, min(d.frame_number) AS start_frame,
        max(d.frame_number) AS end_frame
      FROM target t JOIN face_detection d ON d.file_uuid = t.file_uuid AND d.trace_id = t.trace_id
      GROUP BY t.n, d.identity_uuid
    ), held AS MATERIALIZED (
      SELECT identity_uuid, name, revision
      FROM identity
      WHERE identity_uuid = ANY (ARRAY(SELECT identity_uuid FROM share UNION SELECT identity_uuid FROM target))
      ORDER BY identity_uuid
      FOR NO KEY UPDATE SKIP LOCKED
    )
    SELECT t.n::integer AS n, t.identity_uuid, t.face_id, t.trace_id, t.owner, s.shares, h.held
    FROM target t
    CROSS JOIN LATERAL (
      SELECT json_agg(s ORDER BY s.identity_uuid) AS shares, array_agg(s.identity_uuid) AS owners
      FROM share s
      WHERE s.n = t.n
    ) s
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(h), '[]') AS held FROM held h
      WHERE h.identity_uuid = t.identity_uuid OR h.identity_uuid = ANY (s.owners)
    ) h
    WHERE s.shares IS NOT NULL AND EXISTS (SELECT FROM identity i WHERE i.identity_uuid = t.identity_uuid)`,
};
