/** The middle, and what one in a hundred exceeds, of some milliseconds. */
export function spread(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), p99: at(0.99) };
}

/** Answers by route: how many, and how long they took. */
export const byRoute = (told) =>
  Object.entries(grouped(told, 'route')).map(([route, answers]) => ({
    route,
    count: answers.length,
    ...spread(answers.map(({ milliseconds }) => milliseconds)),
  }));

/** How often each status came, or each error of a connection. */
export const byStatus = (told) =>
  Object.fromEntries(Object.entries(grouped(told, 'status')).map(([status, { length }]) => [status, length]));

function grouped(told, field) {
  const groups = {};
  for (const answer of told) (groups[answer[field]] ??= []).push(answer);
  return groups;
}

/** What memory was like in the second and in the last quarter of some time. */
export function growth(samples) {
  const quarter = Math.floor(samples.length / 4);
  return {
    before: spread(samples.slice(quarter, 2 * quarter)).median,
    after: spread(samples.slice(-quarter)).median,
  };
}
