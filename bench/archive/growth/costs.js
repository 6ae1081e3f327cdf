import { KINDS } from '../kinds.js';
import { tidy } from '../measure.js';
import { deepByCursor } from './deep-by-cursor.js';

/**
 * What each kind of request costs on archives of different sizes: a map from each kind to its rounds, each with the
 * milliseconds by scale. One connection asks, so that nobody waits for others; the archives take turns. One more round
 * comes first and isn't counted, as in measure(). `stages`: an `archive`, its `service` and its `subjects` each.
 */
export async function costsOf(stages, { driver, only, rounds, warmup, seconds, say }) {
  const costs = new Map();
  const kinds = [...KINDS, deepByCursor].filter(({ name }) => only?.includes(name) ?? true);
  for (const kind of kinds) {
    const errands = await Promise.all(stages.map((stage) => kind.errands(stage.subjects, stage.service)));
    const measured = [];
    for (let nth = 0; nth <= rounds; nth++) {
      const round = {};
      for (const [at, { archive, service }] of stages.entries()) {
        const port = Number(new URL(service.origin).port);
        const job = { port, headers: service.headers, errands: errands[at], connections: 1, warmup, seconds };
        round[archive.size.scale] = (await driver.drive(job)).p50;
        if (kind.writes) await tidy(archive);
      }
      if (nth === 0) continue;
      measured.push(round);
      say(`${kind.name}, round ${nth}: ${inWords(round)}`);
    }
    costs.set(kind, measured);
  }
  return costs;
}

const inWords = (round) =>
  Object.entries(round)
    .map(([scale, milliseconds]) => `${milliseconds.toFixed(2)} ms at scale ${scale}`)
    .join(', ');
