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
    headingOf(report, dryRun),
    `  files       ${count(report.videos.size)}`,
    `  frames      ${count(report.frames)}`,
    `  faces       ${inWords(faces)}`,
    ...(dryRun || report.ended ? [] : [`  traces      ${count(report.traces)} in these files now`]),
    `  chunks      ${inWords(chunks)}`,
    `  identities  ${inWords(identities)}`,
    `  images      ${count(report.images)}`,
    ...(report.bindings > 0 ? [`  bindings    ${count(report.bindings)} new, from identity files`] : []),
    ...(dryRun ? ['  bindings    of identity files are not tried in a dry run'] : []),
    ...list(
      'Not imported (nothing of these files was taken):',
      report.unread,
      ({ path, why }) => `${path}: ${why}`,
    ),
    ...list(
      'Refused:',
      report.refused,
      ({ path, place, detail, rows }) =>
        `${path}: ${place}: ${detail}${rows > 1 ? ` … and ${count(rows - 1)} more like it` : ''}`,
    ),
    ...list(
      'Kept, though missing from the new output, because a person bound them:',
      report.kept,
      ({ path, face_id, previous_face_id, identity_uuid }) =>
        `${path}: ${previous_face_id}${face_id === previous_face_id ? '' : ` (now ${face_id})`} of ${toHex(identity_uuid)}`,
    ),
    ...list('Skipped:', report.skipped, ({ path, why }) => `${path}: ${why}`),
    ...list('Not understood:', report.unknown, ({ path, why }) => `${path}: ${why}`),
    ...(report.ignored > 0 ? [`Ignored, not a known kind of file: ${count(report.ignored)}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function headingOf({ found, ended }: Report, dryRun: boolean): string {
  if (ended) return `${ended}. Imported so far:`;
  if (found === 0) return 'Nothing to import was found.';
  return dryRun ? 'Nothing was changed: this was a dry run. It would have imported:' : 'Imported:';
}

const count = (number: number): string => number.toLocaleString('en');

function inWords(tally: Tally): string {
  const said = Object.entries(tally).filter(([, number]) => number > 0);
  return said.map(([name, number]) => `${count(number as number)} ${NAMES[name]}`).join(', ') || '0';
}

function list<Item>(
  title: string,
  { count: all, first, more }: Pick<Told<Item>, 'count' | 'first' | 'more'>,
  line: (item: Item) => string,
): string[] {
  if (all === 0) return [];
  return [
    title,
    ...first.map((item) => `  ${line(item)}`),
    ...(more > 0 ? [`  … and ${count(more)} more`] : []),
  ];
}
