import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { toHex, UUID_PATTERN } from '../common/uuid.js';
import { whyUnread } from './unread.js';

/** What a file holds. `sentences` are chunks already; `speech` becomes chunks. */
export type SourceKind = 'faces' | 'sentences' | 'speech' | 'identity' | 'archive';

/** A file to import. */
export interface Source {
  path: string;
  kind: SourceKind;
  /** Bytes. */
  size: number;
  /** The video it is about, in 32 hex digits; none where it isn't about one. */
  file_uuid?: string;
  /** Of several that say the same of one video the one with the least is taken; -1: there are no several. */
  rank: number;
}

/** A file of a video. */
export type VideoSource = Source & { file_uuid: string };

/** A file that isn't imported. */
export interface Skipped {
  path: string;
  why: string;
}

/** What was found under the paths of the command line. */
export interface Found {
  sources: Source[];
  /** Files that are of a kind to import and aren't, and why. */
  skipped: Skipped[];
  /** Files and folders that can't be read, or aren't known to be of any video. */
  unread: Skipped[];
  /** Files of other kinds. */
  ignored: number;
}

/** The names that the pipeline gives its files, the best of those that say the same first. */
const NAMES: [ending: RegExp, kind: SourceKind, group: 'faces' | 'text'][] = [
  [/\.face_traced\.json$/, 'faces', 'faces'],
  [/\.face\.json$/, 'faces', 'faces'],
  [/\.(chunks?|sentences?|sentence_chunks?)\.json$/, 'sentences', 'text'],
  [/\.asrx\.json$/, 'speech', 'text'],
  [/\.asr-1\.json$/, 'speech', 'text'],
  [/\.asr\.json$/, 'speech', 'text'],
];

const NO_UUID = 'neither its name nor its folder begins with the uuid of a video';

/** Finds what can be imported under files and folders. */
export async function findSources(paths: string[]): Promise<Found> {
  const found: Found = { sources: [], skipped: [], unread: [], ignored: 0 };
  const videos = new Map<string, Source[]>();
  for (const path of paths) {
    for await (const file of filesUnder(path, found)) {
      const source = await sourceOf(file);
      if (!source) ignore(file, paths, found);
      else if (source.rank < 0) found.sources.push(source);
      else if (!source.file_uuid) found.unread.push({ path: file, why: NO_UUID });
      else addTo(videos, source);
    }
  }
  for (const alike of videos.values()) takeBest(alike, found);
  return found;
}

/** They come in with the identity file beside them. */
const PROFILE_IMAGE = /(^|[\\/])profile\.(jpg|png)$/;

/** What is in a folder may be anything; what was named was meant. */
function ignore(file: string, paths: string[], found: Found): void {
  if (paths.includes(file)) found.unread.push({ path: file, why: 'its name is not one that import knows' });
  else if (!PROFILE_IMAGE.test(file)) found.ignored++;
}

async function* filesUnder(path: string, found: Found): AsyncGenerator<string> {
  try {
    if (!(await stat(path)).isDirectory()) return void (yield path);
    const entries = await readdir(path, { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const inside = join(path, entry.name);
      // A link to a folder could lead back here.
      if (entry.isDirectory() || (await isFile(inside))) yield* filesUnder(inside, found);
      else if (entry.isSymbolicLink()) found.skipped.push({ path: inside, why: 'is a link to no file' });
    }
  } catch (error) {
    found.unread.push({ path, why: whyUnread(error) });
  }
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

async function sourceOf(path: string): Promise<Source | undefined> {
  const name = basename(path);
  const { size } = await stat(path);
  if (name === 'identity.json') return { path, kind: 'identity', size, rank: -1 };
  if (name.endsWith('.ndjson')) return { path, kind: 'archive', size, rank: -1 };
  const rank = NAMES.findIndex(([ending]) => ending.test(name));
  const uuid = [name.split('.', 1)[0]!, basename(dirname(resolve(path)))].find((text) =>
    UUID_PATTERN.test(text),
  );
  if (rank < 0) return undefined;
  return { path, kind: NAMES[rank]![1], size, ...(uuid && { file_uuid: toHex(uuid) }), rank };
}

/** Files that say the same of one video come together. */
function addTo(videos: Map<string, Source[]>, source: Source): void {
  const key = `${source.file_uuid}:${NAMES[source.rank]![2]}`;
  videos.set(key, [...(videos.get(key) ?? []), source]);
}

function takeBest(alike: Source[], { sources, skipped }: Found): void {
  const [best, ...others] = alike.toSorted((a, b) => a.rank - b.rank);
  sources.push(best!);
  skipped.push(...others.map(({ path }) => ({ path, why: `superseded by ${best!.path}` })));
}
