import type { Check } from '../check.js';
import { recounting } from '../recount.js';
import { summarizeFiles } from './traces.js';

/** How much there is in each file. The traces are counted in the detections: what is wrong with them is told once. */
export const FILE_COUNTS: Check = {
  name: 'file counts',
  unit: 'files',
  remedy: '--fix counts them anew',
  find: recounting({
    table: 'file',
    keys: ['file_uuid'],
    columns: ['face_count', 'trace_count', 'chunk_count'],
    recount: `
      SELECT file_uuid, coalesce(faces, 0) AS face_count, coalesce(traces, 0) AS trace_count,
        coalesce(chunks, 0) AS chunk_count
      FROM file
      LEFT JOIN (
        SELECT file_uuid, count(*) AS faces, count(DISTINCT trace_id) AS traces
        FROM face_detection
        GROUP BY file_uuid
      ) d USING (file_uuid)
      LEFT JOIN (SELECT file_uuid, count(*) AS chunks FROM chunk GROUP BY file_uuid) c USING (file_uuid)`,
  }),
  mend: summarizeFiles,
};
