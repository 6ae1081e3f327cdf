import { inWords, number, spread, table } from '../figures.js';

/** What a comparison came to, in Markdown. */
export function comparisonReportOf({ size, measured, peak }) {
  const { identities, files, detections, chunks } = size;
  const rows = { people: identities, files, detections, chunks };
  const counts = Object.entries(rows).map(([unit, count]) => `${number(count)} ${unit}`);
  const driver = number(100 * driverShare(measured));
  return [
    `${counts.join(', ')}; 16 connections; milliseconds; medians of the rounds, and in brackets the least and the most.`,
    tableOf(measured),
    `The service took ${number(peak)} MB of memory at most, the driver ${driver} % of a core.`,
  ].join('\n\n');
}

/** The table of what was measured: a map from each kind to its rounds. */
function tableOf(measured) {
  const rows = [...measured].map(([{ title, aim }, rounds]) => {
    const ratio = spread(rounds.map((round) => round.ratio));
    return [
      title,
      ...figures(rounds.map(({ floor }) => floor)),
      ...figures(rounds.map(({ service }) => service)),
      inWords(ratio, digitsOf(ratio.median)),
      `${aim}${ratio.median < aim ? ' (missed)' : ''}`,
    ];
  });
  return table(HEAD, rows).join('\n');
}

const HEAD = [
  'request',
  ...['floor: p50', 'p99', 'requests/s'],
  ...['service: p50', 'p99', 'requests/s'],
  ...['ratio', 'aim'],
];

/** Medians of the rounds. */
function figures(turns) {
  const median = (name) => spread(turns.map((turn) => turn[name])).median;
  return [milliseconds(median('p50')), milliseconds(median('p99')), number(median('rate'))];
}

const milliseconds = (value) => value.toFixed(digitsOf(value));

/** Three digits that count, or all of a whole number. */
const digitsOf = (value) => (value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** Of the two cores, how much of one the driver took, at most. */
const driverShare = (measured) =>
  Math.max(...[...measured.values()].flat().flatMap(({ floor, service }) => [floor.driver, service.driver]));
