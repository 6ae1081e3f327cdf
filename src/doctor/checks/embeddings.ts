import { hex } from '../../common/sql.js';
import type { Check } from '../check.js';
import type { Difference } from '../differences.js';

/** All embeddings of a model must have as many values: they are compared with each other. */
export const EMBEDDINGS: Check = {
  name: 'embeddings',
  unit: 'embeddings',
  remedy: 'import them again, or delete them from face_embedding',

  async find({ manager, differences }) {
    await differences.add(await manager.query<Difference[]>(MISFITS));
    const [{ count }] = await manager.query<[{ count: string }]>('SELECT count(*) FROM face_embedding');
    return Number(count);
  },
};

/** Some thousands tell as much as all. */
const MISFITS = `
  SELECT 'file ' || ${hex('e.file_uuid')} || ', face ' || e.face_id || ': ' || e.dimension || ' values, where '
    || e.model || ' has ' || coalesce(m.dimension::text, 'no') AS fault
  FROM face_embedding e LEFT JOIN embedding_model m USING (model)
  WHERE m.dimension IS DISTINCT FROM e.dimension
  ORDER BY e.file_uuid, e.face_id
  LIMIT 10000`;
