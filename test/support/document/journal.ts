import { appendFileSync } from 'node:fs';

/** A line of what a run saw of the document: an answer's status, or what wasn't as documented. */
export type Entry = { operationId: string; status: number } | { fault: string };

const written = new Set<string>();

/** Keeps an entry for the end of the run (compare.ts), once a process. */
export function note(entry: Entry): void {
  const line = `${JSON.stringify(entry)}\n`;
  if (written.has(line) || !process.env.TEST_JOURNAL) return;
  written.add(line);
  appendFileSync(process.env.TEST_JOURNAL, line);
}
