import { writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { growthReportOf } from './growth/report.js';
import { plotOf } from './growth/plot.js';
import { comparisonReportOf } from './report.js';

const RESULTS = new URL('../RESULTS.md', import.meta.url);
const PLOT = new URL('../growth.svg', import.meta.url);

/** All that was measured, as a page. `about`: the machine. */
export function reportOf({ about, comparison, growth }) {
  const texts = [INTRODUCTION, about];
  if (comparison) texts.push('## Beside the floor', comparisonReportOf(comparison));
  if (growth)
    texts.push('## As the archive grows', growthReportOf(growth), '![Cost against size](growth.svg)');
  return format(texts.join('\n\n'), { parser: 'markdown', printWidth: 110, proseWrap: 'always' });
}

/** Keeps the page, and the plot that it shows. */
export async function keep(text, growth) {
  await writeFile(RESULTS, text);
  await writeFile(PLOT, plotOf(growth));
}

const INTRODUCTION = `# How fast the service answers

\`npm run bench -- --write\` writes this. The floor is what one would write instead on node:http and pg alone
([bench/archive/floor.js](archive/floor.js)): named statements, JSON made by PostgreSQL, nothing kept beside the tables.
Both answered alike before they were driven, in turns; the first round of each kind of request isn't counted. The ratio
is of their requests a second. Where all connections ask for the same page (the list's, the busiest person's), the
service reads once what is asked at the same moment: that is most of its lead there. Of the other kinds no two connections
ask the same; there it asks PostgreSQL by one statement what they want to know at the same moment.`;
