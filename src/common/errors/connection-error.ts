/**
 * The error of a connection that could not be opened. Where a host has several addresses, as localhost often has, node
 * hands over one for each of them in an AggregateError that has no message of its own: the first stands for all.
 */
export function connectionError(error: Error): Error {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return first instanceof Error ? first : error;
}
