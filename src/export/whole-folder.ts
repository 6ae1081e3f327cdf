import { randomUUID } from 'node:crypto';
import { mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FOLDER_MODE } from '../storage/modes.js';

/**
 * Makes a folder that is there whole or not at all: it is filled beside its place, and takes it when it is done.
 * The place must be free.
 */
export async function makeWholeFolder<Result>(
  path: string,
  fill: (draft: string) => Promise<Result>,
): Promise<Result> {
  const place = await freePlace(path);
  const draft = `${place}.${randomUUID()}.partial`;
  try {
    await mkdir(draft, { recursive: true, mode: FOLDER_MODE });
    const result = await fill(draft);
    await rename(draft, place);
    return result;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Where nothing is yet, or an empty folder. */
async function freePlace(path: string): Promise<string> {
  const place = await realpath(path).catch(unlessMissing(resolve(path)));
  const names = await readdir(place).catch(unlessMissing(undefined));
  if (names === undefined) return place;
  if (names.length > 0) throw new Error(`${path} is not empty: name a new folder`);
  const [own, around] = await Promise.all([stat(place), stat(dirname(place))]);
  if (own.dev !== around.dev) throw new Error(`${path} is where a disk is mounted: name a new folder in it`);
  return place;
}

const unlessMissing =
  <Value>(value: Value) =>
  (error: NodeJS.ErrnoException): Value => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
