import type { LoggerService } from '@nestjs/common';
import { type Level, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Environment, LogLevel } from '../config/environment.js';
import { destinationOf, type Output } from './logging/destination.js';
import { redactor } from './logging/redact.js';

/** Who tells of every module and route at each start, and of each failure to start, which main.ts tells in a line. */
const BUILDERS = new Set<unknown>([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'TypeOrmModule',
  'ExceptionHandler',
]);

/** What pino calls Nest's levels. */
const LEVELS: Record<LogLevel, Level> = {
  fatal: 'fatal',
  error: 'error',
  warn: 'warn',
  log: 'info',
  debug: 'debug',
  verbose: 'trace',
};

type LogEnvironment = Pick<Environment, 'LOG_LEVEL' | 'LOG_FORMAT' | 'MOMENTRY_API_KEY' | 'REDIS_URL'>;

/**
 * The log: pino behind Nest's interface. A line has `level`, `time`, `pid`, `context` (who says it) and `message`;
 * one that a request gave rise to has its `request_id`. What is said while the application is built is for the level
 * `debug`. Not nestjs-pino, which keeps a logger for each request in an AsyncLocalStorage: on Node 20 that makes every
 * promise of the process dearer, and hardly a request has anything to log.
 */
export class ServiceLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(environment: LogEnvironment, output: Output = 1) {
    const { LOG_LEVEL, LOG_FORMAT, MOMENTRY_API_KEY, REDIS_URL } = environment;
    this.pino = pino(
      {
        level: LEVELS[LOG_LEVEL],
        base: { pid: process.pid },
        messageKey: 'message',
        timestamp: stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        hooks: { streamWrite: redactor(MOMENTRY_API_KEY, passwordOf(REDIS_URL)) },
      },
      destinationOf(output, LOG_FORMAT),
    );
  }

  log(message: unknown, ...optional: unknown[]): void {
    this.write(BUILDERS.has(optional.at(-1)) ? 'debug' : 'log', message, optional);
  }

  /** Where there is a stack, it comes before who says it. */
  error(message: unknown, ...optional: unknown[]): void {
    this.write(BUILDERS.has(optional.at(-1)) ? 'debug' : 'error', message, optional);
  }

  warn(message: unknown, ...optional: unknown[]): void {
    this.write('warn', message, optional);
  }

  debug(message: unknown, ...optional: unknown[]): void {
    this.write('debug', message, optional);
  }

  verbose(message: unknown, ...optional: unknown[]): void {
    this.write('verbose', message, optional);
  }

  fatal(message: unknown, ...optional: unknown[]): void {
    this.write('fatal', message, optional);
  }

  private write(level: LogLevel, message: unknown, optional: unknown[]): void {
    const [context, stack] = [optional.at(-1), optional.length > 1 ? optional.at(-2) : undefined];
    this.pino[LEVELS[level]]({ context, ...fieldsOf(message), ...(stack !== undefined && { stack }) });
  }
}

/** A message may bring fields of its own. */
function fieldsOf(message: unknown): object {
  if (message instanceof Error) return { message: message.message, stack: message.stack };
  if (typeof message === 'object') return { ...message };
  return { message: typeof message === 'string' ? message : JSON.stringify(message) };
}

function passwordOf(url?: string): string | undefined {
  return url ? new URL(url).password || undefined : undefined;
}
