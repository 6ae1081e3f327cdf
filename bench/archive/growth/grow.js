import { startService } from '../contenders.js';
import { Driver } from '../drive/driver.js';
import { subjectsOf } from '../subjects.js';
import { costsOf } from './costs.js';
import { streamsOf } from './streams.js';

/** Measures the service alone, on archives from the smallest to the largest: `costs`, and `streams` on the largest. */
export async function grow(archives, turns) {
  const stages = [];
  const driver = new Driver();
  try {
    for (const archive of archives) {
      const [service, subjects] = [await startService(archive), await subjectsOf(archive)];
      stages.push({ archive, service, subjects });
    }
    const streams = await streamsOf(stages.at(-1));
    return {
      sizes: archives.map(({ size }) => size),
      streams,
      costs: await costsOf(stages, { driver, ...turns }),
    };
  } finally {
    driver.end();
    await Promise.all(stages.map(({ service }) => service.end()));
  }
}
