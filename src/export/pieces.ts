import { fileByParts, filesTogether } from './lines/parts.js';
import { pageByPage } from './page-by-page.js';
import type { Snapshot } from './snapshot.js';

/** Lines of several files that one statement yields: thousands of small files need no thousands of statements. */
const PIECE = 1000;
/** Files whose sizes are read at a time. */
const PAGE = 1000;

/** A file, and what it comes to in lines. */
interface FileSize {
  file_uuid: string;
  lines: number;
}

const SIZES = `
  SELECT file_uuid, 1 + face_count + chunk_count AS lines
  FROM file
  WHERE $1::uuid IS NULL OR file_uuid > $1
  ORDER BY file_uuid
  LIMIT $2`;

/** The statements that yield the lines of all files, in order: small files together, a large one part by part. */
export async function* filePieces(snapshot: Snapshot): AsyncGenerator<string> {
  const sizes = pageByPage<FileSize>(PAGE, (last) => snapshot.rows(SIZES, [last?.file_uuid ?? null, PAGE]));
  let piece: string[] = [];
  let sum = 0;
  for await (const { file_uuid, lines } of sizes) {
    if (sum + lines > PIECE) {
      yield* statementsOf(piece);
      [piece, sum] = [[], 0];
    }
    piece.push(file_uuid);
    sum += lines;
  }
  yield* statementsOf(piece);
}

function statementsOf([first, ...others]: string[]): string[] {
  if (first === undefined) return [];
  return others.length === 0 ? fileByParts(first) : [filesTogether(first, others.at(-1)!)];
}
