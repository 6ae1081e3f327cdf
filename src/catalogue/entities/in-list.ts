/** The SQL condition that a column holds one of the given words (or null). */
export function inList(column: string, words: readonly string[]): string {
  return `${column} IN (${words.map((word) => `'${word}'`).join(', ')})`;
}
