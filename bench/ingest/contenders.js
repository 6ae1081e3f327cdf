import { Child } from '../child.js';
import { Service } from './service.js';

/**
 * What is measured, in the order of a round: each leaves the database to the next. A measurement has `seconds` and,
 * of a process, `peak`: its memory in MB. Whatever brings rows in must have brought in all of them.
 */
export async function* round(stage) {
  yield ['tokenise', await tokenise(stage)];
  yield ['COPY', await filled(stage, copy)];
  yield ['import', await filled(stage, importFile)];
  yield ['import again', await importFile(stage, UNCHANGED)];
  const [first, again] = await overHttp(stage);
  yield ['HTTP', first];
  yield ['HTTP again', again];
}

const tokenise = ({ paths }) => new Child('ingest/tokenise.js', [paths.traced]).measured();

async function copy({ database, film, tables }) {
  return { seconds: await database.copy(film.file_uuid, tables) };
}

/** As npm run import does it, but for the build. */
const NODE_OPTIONS = '--max-old-space-size=1024';
const UNCHANGED = /^ +faces +[\d,]+ unchanged$/m;

/** `words`: what its summary must say. */
async function importFile({ database, paths, variables }, words = /^Imported:$/m) {
  await database.settle();
  const child = new Child('../dist/src/import.js', [paths.traced], { ...variables, NODE_OPTIONS });
  const measured = await child.measured();
  if (!words.test(child.output)) throw new Error(`It did not go as it should:\n${child.output}`);
  return measured;
}

/** Into an empty database. */
async function filled(stage, run) {
  await stage.database.empty();
  const measured = await run(stage);
  requireAll(stage, await stage.database.countFaces());
  return measured;
}

async function overHttp(stage) {
  const { database, film, faces, paths, variables } = stage;
  await database.empty();
  const service = await Service.start(variables);
  await service.know(film);
  const first = await service.post(film, paths.ndjson);
  requireAll(stage, await database.countFaces());
  await database.settle();
  const again = await service.post(film, paths.ndjson);
  if (again.answer.unchanged !== faces) throw new Error(`Something changed: ${again.answer.message}`);
  const peak = await service.end();
  return [first, again].map(({ seconds }) => ({ seconds, peak }));
}

function requireAll({ film, faces }, found) {
  const expected = { faces, embeddings: film.dimension > 0 ? faces : 0 };
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`There are ${JSON.stringify(found)}, not ${JSON.stringify(expected)}.`);
  }
}
