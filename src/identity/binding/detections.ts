import type { EntityManager } from 'typeorm';
import type { Span } from '../../catalogue/appearance-summary.js';
import { traceNotFound } from '../../common/errors/problems.js';
import { toHex } from '../../common/uuid.js';
import { named } from '../../database/named.js';
import type { Statement } from '../../database/statement.js';
import type { BindingDto } from '../dto/binding.dto.js';
import { type Face, findFace } from './find-face.js';

export type Column = 'trace_id' | 'face_id';

/** How many of the detections are whose (null: nobody's), and where they lie. */
export interface Share extends Span {
  identity_uuid: string | null;
  faces: number;
}

/** The detections that a request is about: one, or all of a trace. */
export interface Target {
  file_uuid: string;
  /** The one that the request names; null where it names a trace. */
  face: Face | null;
  trace_id: number | null;
  /** What they have in common: the trace, or being this one. */
  column: Column;
  /** $1 and $2 of the statements: the file, and the detection or trace. */
  place: [string, string | number];
  shares: Share[];
}

/** Finds what a binding names. `byTrace`: a detection stands for all of its trace. The file is held. */
export async function findTarget(
  manager: EntityManager,
  { file_uuid, face_id, trace_id: given }: BindingDto,
  byTrace: boolean,
): Promise<Target> {
  const face = face_id === undefined ? null : await findFace(manager, file_uuid, face_id);
  const trace_id = face ? face.trace_id : given!;
  const whole = trace_id !== null && (byTrace || !face);
  const column: Column = whole ? 'trace_id' : 'face_id';
  const place: Target['place'] = [file_uuid, whole ? trace_id : face!.face_id];
  const { rows: shares } = await named<Share>(manager, STATEMENTS[column].shares, place);
  if (shares.length === 0) throw traceNotFound(trace_id!, toHex(file_uuid));
  return { file_uuid, face, trace_id, column, place, shares };
}

/** Makes the detections the identity's; what a matcher had guessed right is confirmed. */
export async function give(manager: EntityManager, { column, place }: Target, to: string): Promise<void> {
  await named(manager, STATEMENTS[column].give, [...place, to]);
}

/** Makes those of the detections that are the identity's nobody's: no matcher may give them back. */
export async function take(manager: EntityManager, { column, place }: Target, from: string): Promise<void> {
  await named(manager, STATEMENTS[column].take, [...place, from]);
}

/** What is asked of detections, and done to them. */
interface Statements {
  shares: Statement;
  give: Statement;
  take: Statement;
}

const STATEMENTS = { trace_id: statementsOf('trace_id'), face_id: statementsOf('face_id') };

function statementsOf(column: Column): Statements {
  const where = `WHERE file_uuid = $1 AND ${column} = $2`;
  return {
    shares: {
      name: `shares:${column}`,
      text: `
        SELECT identity_uuid, count(*)::integer AS faces,
          min(frame_number) AS start_frame, max(frame_number) AS end_frame
        FROM face_detection
        ${where}
        GROUP BY identity_uuid
        ORDER BY identity_uuid`,
    },
    give: {
      name: `give:${column}`,
      text: `
        UPDATE face_detection SET identity_uuid = $3, provenance = 'manual', binding_confidence = NULL
        ${where} AND (identity_uuid IS DISTINCT FROM $3 OR provenance = 'auto')`,
    },
    take: {
      name: `take:${column}`,
      text: `
        UPDATE face_detection SET identity_uuid = NULL, provenance = 'manual', binding_confidence = NULL
        ${where} AND identity_uuid = $3`,
    },
  };
}
