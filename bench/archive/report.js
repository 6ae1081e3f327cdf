import { format } from 'prettier';
import { inWords, number, spread, table } from '../figures.js';

/** What a comparison came to, in Markdown. `about`: the machine. */
export function reportOf({ size }, about, { measured, peak }) {
  const { identities, files, detections, chunks } = size;
  const rows = { people: identities, files, detections, chunks };
  const counts = Object.entries(rows).map(([unit, count]) => `${number(count)} ${unit}`);
  const texts = [
    about,
    `${counts.join(', ')}. The service took ${number(peak)} MB at most, the driver ${number(100 * driverShare(measured))} % of a core.`,
    tableOf(measured),
  ];
  return format(texts.join('\n\n'), { parser: 'markdown', printWidth: 120, proseWrap: 'always' });
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
