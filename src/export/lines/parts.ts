import { bindingPart } from './binding.part.js';
import { chunkPart } from './chunk.part.js';
import { facePart } from './face.part.js';
import { filePart } from './file.part.js';
import { rejectionPart } from './rejection.part.js';

/**
 * What the archive says of the files from `first` to `last`, one part after the other: SELECTs with the columns
 * `file_uuid, part, place, number, id`, by which their rows are ordered, and `line`, a row as it goes out. Each
 * orders its rows before it makes them lines (OFFSET 0 keeps it so), as lines with embeddings are long.
 */
const PARTS = [filePart, facePart, chunkPart, bindingPart, rejectionPart];

/** All that the archive says of some files, as one statement. */
export const filesTogether = (first: string, last: string): string =>
  inOrder(PARTS.map((part) => part(between(first, last))).join(' UNION ALL '));

/** The same of one file, as statements of which none has to sort lines, however many they are. */
export const fileByParts = (file: string): string[] =>
  PARTS.map((part) => inOrder(part(between(file, file))));

/** The uuids come from the database: they need no quoting. */
const between = (first: string, last: string): string => `file_uuid BETWEEN '${first}' AND '${last}'`;

const inOrder = (parts: string): string =>
  `SELECT line FROM (${parts}) l ORDER BY file_uuid, part, place, number, id`;
