import { appearanceChunks, summarizeChunks } from '../../catalogue/appearance-summary.js';
import type { Check } from '../check.js';
import { comparing } from '../comparing.js';
import { mendAppearances } from './appearances.js';

const COMPARE = `
  WITH anew AS MATERIALIZED (
    ${appearanceChunks('true')}
  ), missing AS (
    SELECT * FROM anew EXCEPT SELECT identity_uuid, file_uuid, start_frame, id FROM appearance_chunk
  ), stray AS (
    SELECT identity_uuid, file_uuid, start_frame, id FROM appearance_chunk EXCEPT SELECT * FROM anew
  ), counted AS (
    SELECT a.identity_uuid, a.file_uuid, a.chunk_count, count(n.id) AS chunks
    FROM appearance a LEFT JOIN anew n USING (identity_uuid, file_uuid)
    GROUP BY a.identity_uuid, a.file_uuid
  )
  INSERT INTO difference (identity_uuid, file_uuid, fault)
  SELECT identity_uuid, file_uuid, 'chunk ' || id || ' is missing' FROM missing
  UNION ALL
  SELECT identity_uuid, file_uuid, 'chunk ' || id || ' should not be there' FROM stray
  UNION ALL
  SELECT identity_uuid, file_uuid, 'chunk_count is ' || chunk_count || ', not ' || chunks
  FROM counted
  WHERE chunk_count <> chunks`;

/** During which chunks of each file an identity is on screen. */
export const APPEARANCE_CHUNKS: Check = {
  name: 'appearance chunks',
  unit: 'summaries',
  remedy: '--fix looks for them anew',

  find: comparing('appearance', COMPARE),

  async mend(tools) {
    await mendAppearances(tools, (manager, fileUuid) => summarizeChunks(manager, fileUuid));
  },
};
