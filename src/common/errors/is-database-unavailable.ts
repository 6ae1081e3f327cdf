/**
 * PostgreSQL's codes: the connection is lost or refused (class 08, 57P0x, 25P03 and 25P04, 28 and 3D000), the server is
 * read-only (25006), or it is out of disk, memory or connections (class 53), or can't read or write its files (58030).
 */
const SERVER = /^(08\w{3}|25006|25P0[34]|28\w{3}|3D000|53\w{3}|57P0[1-5]|58030)$/;
/** The operating system's codes of a connection that is lost, refused or not permitted. */
const NETWORK =
  /^(EACCES|EPERM|ECONNREFUSED|ECONNRESET|ECONNABORTED|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EMFILE|ENFILE|EAGAIN|ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/;
/** The system calls of a connection, as opposed to those of a file. */
const CALLS = new Set<unknown>(['connect', 'read', 'write', 'getaddrinfo']);
/** What pg says, without a code, of a connection that is gone; and node's net, without a call, of writing to one. */
const MESSAGE =
  /connection terminated|connection error|not queryable|query read timeout|runner (was )?already released|socket has been ended|timeout expired/i;

/**
 * Whether an error says that the database can't do at the moment what it was asked: it is away, read-only or full. As
 * opposed to a statement that it refused, which it would refuse again.
 */
export function isDatabaseUnavailable(
  error: Error & { code?: unknown; severity?: unknown; syscall?: unknown },
): boolean {
  const code = String(error.code);
  // With a FATAL the server refuses or closes the connection, whatever the code; some servers say it in another language.
  if ('severity' in error) return error.severity === 'FATAL' || SERVER.test(code);
  return MESSAGE.test(error.message) || (CALLS.has(error.syscall) && NETWORK.test(code));
}
