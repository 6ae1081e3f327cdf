/** PostgreSQL's lock_timeout and statement_timeout, and races that were lost again and again. */
const CODES = new Set<unknown>(['55P03', '57014', '40001', '40P01']);
/** What the pool says, without a code, when no connection has come free in time. */
const MESSAGE = 'timeout exceeded when trying to connect';

/** Whether an error says that a request waited too long for others, or took too long itself. */
export const isOverload = ({ message, code }: Error & { code?: unknown }): boolean =>
  message === MESSAGE || CODES.has(code);
