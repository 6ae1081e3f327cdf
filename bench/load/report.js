import { number, table } from '../figures.js';

/** What a service of so many workers did, in Markdown. */
export function sectionOf(workers, { within, beyond }, { connections, seconds }) {
  return [
    `## ${workers === 1 ? 'One process' : `${workers} workers`}`,
    `${connections} connections, one writer in ten, ${seconds} seconds: ${number(within.rate)} requests a second, ${inWords(within.statuses)}; memory ${number(within.memory.before)} MB in the second quarter of the time, ${number(within.memory.after)} MB in the last.`,
    table(HEAD, within.routes.map(rowOf)).join('\n'),
    listOf(within.checks),
    `${beyond.flood.connections} connections for ${beyond.flood.seconds} seconds: ${inWords(beyond.statuses)}; ${number(beyond.rate)} requests a second were served, in ${milliseconds(beyond.served)}; a refusal took ${milliseconds(beyond.refusals)}.`,
    listOf(beyond.checks),
  ].join('\n\n');
}

const HEAD = ['route', 'answers', 'median, ms', 'p99, ms', 'p99 / median'];

const rowOf = ({ route, count, median, p99 }) => [
  route,
  number(count),
  median.toFixed(1),
  p99.toFixed(1),
  (p99 / median).toFixed(1),
];

const listOf = (checks) =>
  Object.entries(checks)
    .map(([check, holds]) => `- ${check}: ${holds ? 'yes' : '**no**'}`)
    .join('\n');

const inWords = (statuses) =>
  Object.entries(statuses)
    .map(([status, count]) => `${number(count)} × ${status}`)
    .join(', ');

const milliseconds = ({ median, p99 }) => `${number(median)} ms (median), ${number(p99)} ms (p99)`;
