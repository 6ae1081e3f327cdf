/** Whether a time of ours is the given one (RFC 3339), as exactly as that is written: identity files have seconds. */
export function isSameTime(ours: Date | null, given: string | null): boolean {
  if (ours === null || given === null) return ours === given;
  return atPrecision(ours, given) === Date.parse(given);
}

/** Whether a time of ours is after the given one; never is before everything. */
export function isNewer(ours: Date | null, given: string | null): boolean {
  if (ours === null) return false;
  return given === null || atPrecision(ours, given) > Date.parse(given);
}

/** Milliseconds since 1970, without what the given time has no digits for. */
const atPrecision = (ours: Date, given: string): number =>
  given.includes('.') ? ours.getTime() : Math.floor(ours.getTime() / 1000) * 1000;

/** RFC 3339, with an offset that there is somewhere. */
const TIME = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

export const isTime = (value: unknown): value is string =>
  typeof value === 'string' &&
  TIME.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  isDay(value.slice(0, '2026-05-16'.length));

/** Date.parse takes the 30th of February for the 2nd of March. */
const isDay = (text: string): boolean => new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
