import { toHex } from '../common/uuid.js';
import type { Report, Tally, Told } from './report.js';

const NAMES: Record<string, string> = {
  inserted: 'new',
  updated: 'changed',
  unchanged: 'unchanged',
  deleted: 'gone',
  refused: 'refused',
  newer_here: 'newer here, kept',
};

/** What an import came to, for people; `dryRun`: what it would have come to. */
export function summary(report: Report, dryRun: boolean): string {
  const { faces, chunks, identities } = report;
  const lines = [
    dryRun ? 'Nothing was changed: this was a dry run. It would have brought in:' : 'Imported:',
    `  files       ${count(report.videos.size)}`,
    `  frames      ${count(report.frames)}`,
    `  faces       ${inWords(faces)}`,
    ...(dryRun ? [] : [`  traces      ${count(report.traces)}`]),
    `  chunks      ${inWords(chunks)}`,
    `  identities  ${inWords(identities)}`,
    `  images      ${count(report.images)}`,
    ...(report.bindings > 0 ? [`  bindings    ${count(report.bindings)} faces, from identity files`] : []),
    ...list('Not read, so that nothing of it came in:', report.unread, ({ path, why }) => `${path}: ${why}`),
    ...list('Refused:', report.refused, ({ path, place, detail }) => `${path}: ${place}: ${detail}`),
    ...list(
      'Kept although the new output lacks them, as a person had bound them:',
      report.kept,
      ({ path, face_id, previous_face_id, identity_uuid }) =>
        `${path}: ${previous_face_id}${face_id === previous_face_id ? '' : ` (now ${face_id})`} of ${toHex(identity_uuid)}`,
    ),
    ...list('Skipped:', report.skipped, ({ path, why }) => `${path}: ${why}`),
    ...list('Not understood:', report.unknown, ({ path, why }) => `${path}: ${why}`),
    ...(report.ignored > 0 ? [`Files of other kinds: ${count(report.ignored)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const count = (number: number): string => number.toLocaleString('en');

function inWords(tally: Tally): string {
  const said = Object.entries(tally).filter(([, number]) => number > 0);
  return said.map(([name, number]) => `${count(number as number)} ${NAMES[name]}`).join(', ') || '0';
}

function list<Item>(
  title: string,
  { count: all, first }: Told<Item>,
  line: (item: Item) => string,
): string[] {
  if (all === 0) return [];
  const more = all - first.length;
  return [
    title,
    ...first.map((item) => `  ${line(item)}`),
    ...(more > 0 ? [`  … and ${count(more)} more`] : []),
  ];
}
