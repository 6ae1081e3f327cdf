import { inWords, number, spread, table } from '../../figures.js';

/** How much dearer an answer of the same size may be on five times the data. */
const AIM = 1.5;
/** First byte in milliseconds, and megabytes beyond what the service takes anyway. */
const STREAM_AIM = { first: 100, memory: 64 };

/** What growth came to, in Markdown. */
export const growthReportOf = ({ sizes, costs, streams }) =>
  [
    costTable(sizes, costs),
    ...deepByCursor(sizes, costs),
    `The busiest person's rows as a whole, at scale ${sizes.at(-1).scale}; the aims are a first byte in less than ` +
      `${STREAM_AIM.first} ms and less than ${STREAM_AIM.memory} MB. The slow reader takes 1 MB a second and goes away:`,
    streamTable(streams),
  ].join('\n\n');

/** From each size to the next, of answers of the same size: what grows with the archive is divided by its growth. */
function costTable(sizes, costs) {
  const [before, after] = sizes.slice(-2).map(({ scale }) => scale);
  const rows = [...costs].map(([{ title, grows }, rounds]) => {
    const ratio = spread(rounds.map((round) => round[after] / round[before] / (grows ? after / before : 1)));
    return [
      `${title}${grows ? ', a row' : ''}`,
      ...sizes.map(({ scale }) => medianOf(rounds, scale).toFixed(2)),
      `${inWords(ratio, 2)}${ratio.median > AIM ? ' (missed)' : ''}`,
    ];
  });
  const head = sizes.map(({ scale, detections }) => `ms at scale ${scale} (${number(detections)})`);
  return table(['request', ...head, `${after} : ${before}, aim ${AIM}`], rows).join('\n');
}

export const medianOf = (rounds, scale) => spread(rounds.map((round) => round[scale])).median;

/** A sentence, where both were measured. */
function deepByCursor(sizes, costs) {
  const at = (wanted) => [...costs].find(([{ name }]) => name === wanted)?.[1];
  const [first, deep] = [at('list'), at('deep-cursor')].map(
    (rounds) => rounds && medianOf(rounds, sizes.at(-1).scale),
  );
  if (!first || !deep) return [];
  return [`The list's page 10,000 by cursor costs ${(deep / first).toFixed(2)} times what its page 1 does.`];
}

const streamTable = (streams) =>
  table(
    ['rows', 'MB', 'first byte, ms', 'all, s', 'memory, MB', 'with a slow reader', 'asks on, ms'],
    streams.map(({ name, bytes, first, last, fast, slow, goesOn }) => [
      name,
      number(bytes / 1e6),
      number(first),
      (last / 1000).toFixed(1),
      number(fast),
      number(slow),
      number(goesOn),
    ]),
  ).join('\n');
