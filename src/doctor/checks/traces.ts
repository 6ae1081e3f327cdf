import { summarizeFile, traces } from '../../catalogue/file-summary.js';
import type { Check, Tools } from '../check.js';
import { inFile } from '../hold.js';
import { recounting } from '../recount.js';

/** What the detections of each trace come to. */
export const TRACES: Check = {
  name: 'traces',
  unit: 'traces',
  remedy: '--fix sums them up anew',
  find: recounting({
    table: 'trace',
    keys: ['file_uuid', 'trace_id'],
    columns: [
      ...['face_count', 'confidence', 'max_confidence'],
      ...['start_frame', 'end_frame', 'start_time', 'end_time'],
    ],
    recount: traces('trace_id IS NOT NULL'),
  }),
  mend: summarizeFiles,
};

/** Makes traces and counts of the files that differ agree with their detections and chunks. */
export async function summarizeFiles(tools: Tools): Promise<void> {
  for await (const files of tools.differences.files()) {
    for (const { file_uuid } of files) {
      tools.signal.throwIfAborted();
      await inFile(tools, file_uuid, (manager) => summarizeFile(manager, file_uuid));
    }
  }
}
