import { startBoth } from './contenders.js';
import { Driver } from './drive/driver.js';
import { KINDS } from './kinds.js';
import { measure } from './measure.js';
import { requireSame } from './sameness.js';
import { subjectsOf } from './subjects.js';

/**
 * Compares the service with the floor on an archive: `measured`, a map from each kind to its rounds, and the `peak` of
 * the service's memory in MB. `only`: names of kinds.
 */
export async function compare(archive, { only, ...turns }) {
  const kinds = KINDS.filter(({ name }) => !only || only.includes(name));
  const subjects = await subjectsOf(archive);
  const both = await startBoth(archive);
  const driver = new Driver();
  const measured = new Map();
  let peak;
  try {
    for (const kind of kinds) await requireSame(kind, kind.errands(subjects), both);
    for (const kind of kinds) {
      const settings = { archive, both, driver, ...turns };
      measured.set(kind, await measure(kind, kind.errands(subjects), settings));
    }
  } finally {
    driver.end();
    [, peak] = await Promise.all([both.floor.end(), both.service.end()]);
  }
  return { measured, peak };
}
