/** A line of an export; tests look into it freely. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Line = Record<string, any> & { type: string };

/** The lines of an export. Each, also the last one, ends with a line break. */
export function linesOf(text: string): Line[] {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('The last line breaks off');
  return lines.map((line) => JSON.parse(line) as Line);
}

export const ofType = (lines: Line[], type: string): Line[] => lines.filter((line) => line.type === type);

/** The lines of each file, from its own to that before the next one's, by its uuid. */
export function linesByFile(lines: Line[]): Map<string, Line[]> {
  const files = new Map<string, Line[]>();
  let current: Line[] = [];
  for (const line of lines) {
    if (line.type === 'file') files.set(line.file_uuid as string, (current = []));
    current.push(line);
  }
  return files;
}

/** What the last line should say of the others. */
export const countsOf = (lines: Line[]): Line => ({
  type: 'end',
  identities: ofType(lines, 'identity').length,
  files: ofType(lines, 'file').length,
  faces: ofType(lines, 'face').length,
  chunks: ofType(lines, 'chunk').length,
  bindings: ofType(lines, 'binding').length,
  rejections: ofType(lines, 'rejection').length,
  images: ofType(lines, 'image').length,
});
