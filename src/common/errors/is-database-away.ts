/**
 * Codes of a connection that is gone or refused: PostgreSQL's (class 08, 57P0x, 53300 too many, 28 and 3D000
 * not let in) and the operating system's.
 */
const CODES =
  /^(08\w{3}|57P0[1-5]|53300|28\w{3}|3D000|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
/** The system calls of a connection, as opposed to those of a file. */
const CALLS = new Set<unknown>(['connect', 'read', 'write', 'getaddrinfo']);
/** What pg says, without a code, of a connection that is gone; and node's net, without a call, of writing to one. */
const MESSAGE =
  /connection terminated|connection error|not queryable|query read timeout|runner (was )?already released|socket has been ended/i;

/** Whether an error says that the database can't be reached, rather than that it refused a statement. */
export function isDatabaseAway(error: Error & { code?: unknown; syscall?: unknown }): boolean {
  if (MESSAGE.test(error.message)) return true;
  const ofConnection = 'severity' in error || CALLS.has(error.syscall);
  return ofConnection && CODES.test(String(error.code));
}
