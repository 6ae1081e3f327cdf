/** How figures are written down. */

export function spread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { least: sorted[0], median: sorted[Math.floor(sorted.length / 2)], most: sorted.at(-1) };
}

/** The median, and in brackets the least and the most. */
export const inWords = ({ least, median, most }, digits) =>
  `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;

export const number = (value) => Math.round(value).toLocaleString('en');

/** A table in Markdown: its first column words, the others figures. */
export const table = (head, rows) =>
  [head, head.map((_, column) => (column === 0 ? '---' : '--:')), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
