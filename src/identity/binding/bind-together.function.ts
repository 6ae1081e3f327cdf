import { summarizing } from '../../catalogue/appearance-summary.js';
import { ALIKE_FIRST, asKept, DETECTIONS } from '../../change/former-bindings.js';
import { hex } from '../../common/sql.js';
import { lifting, mayLift } from '../../rejection/change-rejections.js';
import { changingOwners, knownBefore } from './change-owner.js';

/** The detections of a trace that is bound together with others, at the most: a long one would keep them waiting. */
export const LONG = 1000;

/** The binds that are made, with their traces. */
const DUE = 'unnest(due_files, due_owners, due_traces) AS m (file_uuid, owner, trace_id)';

/**
 * Binds traces to identities, as far as nobody else has hold of the files and the people: it waits for none of them.
 * The parameters are side by side; `face_ids` and `trace_ids` have one that is not null for each bind.
 *
 * `binds` has a row for each that names a trace, or a detection by its very face_id, of a file that was free, with an
 * identity that is there: the first of each file. Those with `is_bound` were made. `revisions`: of all whose summaries
 * have changed. Both are null where they are nothing.
 *
 * A function, as its statements must be several: what is read is to be as it is since the files are held, and what is
 * summarized as it is since it was changed. By a round trip each, node, whose thread has answers to give meanwhile,
 * would keep PostgreSQL waiting with everybody held. The detections are read once, by `share`: for the answer, for what
 * is written down of whose they were, and to tell who is concerned; of a long trace no more than shows that it is one.
 */
export const BIND_TOGETHER = `
CREATE OR REPLACE FUNCTION bind_together(
  identity_uuids uuid[], file_uuids uuid[], face_ids text[], trace_ids integer[], api_keys text[], request_ids text[],
  OUT binds json, OUT revisions json
)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  free uuid[];
  due_keys text[];
  due_requests text[];
  due_files uuid[];
  due_after json[];
  due_before json[];
  due_owners uuid[];
  due_traces integer[];
  touched_files uuid[];
  touched_people uuid[];
  first_frames integer[];
  last_frames integer[];
BEGIN
  SELECT array_agg(file_uuid) INTO free
  FROM (
    SELECT file_uuid FROM file WHERE file_uuid = ANY (file_uuids) ORDER BY file_uuid FOR NO KEY UPDATE SKIP LOCKED
  ) f;

  WITH target AS MATERIALIZED (
    SELECT a.n, a.identity_uuid, a.file_uuid, a.api_key, a.request_id, f.face_id,
      coalesce(f.trace_id, a.trace_id) AS trace_id, f.identity_uuid AS owner
    FROM (
      SELECT DISTINCT ON (file_uuid) *
      FROM unnest(identity_uuids, file_uuids, face_ids, trace_ids, api_keys, request_ids) WITH ORDINALITY
        AS a (identity_uuid, file_uuid, face_id, trace_id, api_key, request_id, n)
      WHERE file_uuid = ANY (free)
      ORDER BY file_uuid, n
    ) a
    LEFT JOIN face_detection f ON f.file_uuid = a.file_uuid AND f.face_id = a.face_id
  ), share AS MATERIALIZED (
    SELECT n, identity_uuid, provenance, count(*) AS faces, min(frame_number) AS start_frame,
      max(frame_number) AS end_frame, ${DETECTIONS}
    FROM (
      SELECT t.n, d.*
      FROM target t
      CROSS JOIN LATERAL (
        SELECT frame_number, face_id, identity_uuid, provenance, binding_confidence
        FROM face_detection d
        WHERE d.file_uuid = t.file_uuid AND d.trace_id = t.trace_id
        LIMIT ${LONG + 1}
      ) d
      ORDER BY t.n, ${ALIKE_FIRST}
    ) d
    GROUP BY n, identity_uuid, provenance
  ), held AS MATERIALIZED (
    SELECT identity_uuid, name, revision
    FROM identity
    WHERE identity_uuid = ANY (ARRAY(SELECT identity_uuid FROM share UNION SELECT identity_uuid FROM target))
    ORDER BY identity_uuid
    FOR NO KEY UPDATE SKIP LOCKED
  ), bind AS MATERIALIZED (
    SELECT t.*, h.name, h.revision, s.shares, s.before,
      s.faces <= ${LONG} AND h.identity_uuid IS NOT NULL AND s.others <@ ARRAY(SELECT identity_uuid FROM held) AS is_bound
    FROM target t
    LEFT JOIN held h USING (identity_uuid)
    CROSS JOIN LATERAL (
      SELECT sum(s.faces) AS faces,
        json_agg(json_build_object(
          'identity_uuid', s.identity_uuid, 'faces', s.faces, 'start_frame', s.start_frame, 'end_frame', s.end_frame
        ) ORDER BY s.identity_uuid) AS shares,
        json_agg((
          SELECT r FROM (${asKept('s', 't.file_uuid')}) r
        ) ORDER BY s.identity_uuid, s.provenance)
          FILTER (WHERE s.identity_uuid IS DISTINCT FROM t.identity_uuid OR s.provenance = 'auto') AS before,
        coalesce(array_agg(s.identity_uuid) FILTER (WHERE s.identity_uuid IS NOT NULL), '{}') AS others
      FROM share s
      WHERE s.n = t.n
    ) s
    WHERE s.shares IS NOT NULL AND EXISTS (SELECT FROM identity i WHERE i.identity_uuid = t.identity_uuid)
  ), due AS (
    SELECT array_agg(b.api_key) AS keys, array_agg(b.request_id) AS requests, array_agg(b.file_uuid) AS files,
      array_agg((
        SELECT row_to_json(r)
        FROM (SELECT ${hex('b.identity_uuid')} AS identity_uuid, b.face_id, b.trace_id) r
      )) AS after, array_agg(b.before) AS before,
      array_agg(b.identity_uuid) AS owners, array_agg(b.trace_id) AS traces
    FROM bind b
    WHERE b.is_bound
  ), touched AS (
    SELECT array_agg(m.file_uuid) AS files, array_agg(p.identity_uuid) AS people,
      array_agg(m.start_frame) AS first_frames, array_agg(m.end_frame) AS last_frames
    FROM (
      SELECT b.n, b.file_uuid, b.identity_uuid, min(s.start_frame) AS start_frame, max(s.end_frame) AS end_frame
      FROM bind b JOIN share s ON s.n = b.n AND s.identity_uuid IS DISTINCT FROM b.identity_uuid
      WHERE b.is_bound
      GROUP BY b.n, b.file_uuid, b.identity_uuid
    ) m
    CROSS JOIN LATERAL (
      SELECT m.identity_uuid UNION SELECT s.identity_uuid FROM share s WHERE s.n = m.n AND s.identity_uuid IS NOT NULL
    ) p
  )
  SELECT (
      SELECT json_agg(json_build_object(
        'n', b.n, 'is_bound', b.is_bound, 'identity_uuid', b.identity_uuid, 'file_uuid', b.file_uuid, 'name', b.name,
        'revision', b.revision, 'face_id', b.face_id, 'trace_id', b.trace_id, 'owner', b.owner, 'shares', b.shares
      ) ORDER BY b.n)
      FROM bind b
    ), due.*, touched.*
  INTO binds, due_keys, due_requests, due_files, due_after, due_before, due_owners, due_traces,
    touched_files, touched_people, first_frames, last_frames
  FROM due, touched;

  IF due_files IS NOT NULL THEN
    ${changingOwners(
      'faces_bound',
      'trace_id',
      'due_keys, due_requests, due_files, due_after, due_owners, due_traces',
      knownBefore({ kept: 'due_files, due_before', people: 'touched_files, touched_people' }),
    )};
    IF ${mayLift(DUE)} THEN
      ${lifting(DUE, 'd.file_uuid = m.file_uuid AND d.trace_id = m.trace_id')};
    END IF;
  END IF;
  IF touched_files IS NOT NULL THEN
    ${summarizing('touched_files, touched_people, first_frames, last_frames', 'json_agg(revised) INTO revisions')};
  END IF;
END $$`;
