import { isDatabaseUnavailable } from './is-database-unavailable.js';

/** Why a command ended early, for people; it names the database where that is the reason. */
export function reasonOf(error: Error): string {
  // What has a cause says already what could not be done.
  if (error.cause !== undefined || !isDatabaseUnavailable(error)) return error.message;
  return `The database is unavailable: ${error.message.replace(/\.$/, '')}`;
}
