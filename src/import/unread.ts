import { JsonError } from '../json/json-error.js';

/** Codes of what can be wrong with a file rather than with us. */
const FILE_CODES = /^(ENOENT|ENOTDIR|EACCES|EPERM|EISDIR|EIO|ELOOP|ENAMETOOLONG)$/;

/** A file of which nothing can be brought in, and why. */
export class UnreadFile extends Error {}

/** Why a file couldn't be read to its end. What isn't the file's fault is thrown on. */
export function whyUnread(error: unknown): string {
  if (error instanceof JsonError || error instanceof UnreadFile) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (FILE_CODES.test(code ?? '')) return message;
  throw error;
}
