import { inWords, number, spread, table } from '../figures.js';

/** The floor: nothing that reads the file and fills the tables takes less than the longer of these. */
const FLOOR = ['tokenise', 'COPY'];

/** A table of a film's rounds: each a map from what was measured to its measurement. */
export function tableOf({ title, film, faces, bytes }, rounds) {
  const size = `${number(film.frames)} frames, ${number(faces)} faces, ${number(bytes / 1e6)} MB`;
  const rows = [...rounds[0].keys()].map((name) => {
    const measured = rounds.map((round) => round.get(name));
    const seconds = spread(measured.map((each) => each.seconds));
    const ratio = spread(rounds.map((round) => round.get(name).seconds / floorOf(round)));
    const peaks = measured.map(({ peak }) => peak ?? 0);
    const { median } = seconds;
    return [
      name,
      inWords(seconds, 1),
      number(bytes / 1e6 / median),
      number(faces / median),
      inWords(ratio, 2),
      peaks[0] > 0 ? number(Math.max(...peaks)) : '',
    ];
  });
  return [`## ${title}`, '', `${size}; rounds: ${rounds.length}.`, '', ...table(HEAD, rows), ''].join('\n');
}

const HEAD = ['', 'seconds', 'MB/s', 'rows/s', '× max(tokenise, COPY)', 'peak MB'];

const floorOf = (round) => Math.max(...FLOOR.map((name) => round.get(name).seconds));
