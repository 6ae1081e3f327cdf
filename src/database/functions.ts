import type { DataSource } from 'typeorm';
import { BIND_TOGETHER } from '../identity/binding/bind-together.function.js';

/**
 * Our functions in the database, with the statements that make them. They belong to the program, not to the schema. One
 * that takes or returns something else needs another name: processes of the release before may still be calling it.
 */
const FUNCTIONS = [{ name: 'bind_together', definition: BIND_TOGETHER }];

/** Makes those anew that aren't there, or are another release's. Else a role that may make nothing can start, too. */
export async function makeFunctions(dataSource: DataSource): Promise<void> {
  for (const { name, definition } of FUNCTIONS) {
    const [made] = await dataSource.query<{ prosrc: string }[]>(MADE, [name]);
    if (!made || !definition.includes(made.prosrc)) await dataSource.query(definition);
  }
}

const MADE = 'SELECT prosrc FROM pg_proc WHERE oid = to_regproc($1)';
