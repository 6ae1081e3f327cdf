import { ConsoleLogger } from '@nestjs/common';
import { LOG_LEVELS, type LogLevel } from '../config/environment.js';

/** Who tells of every module and route at each start, and of each failure to start, which main.ts tells in a line. */
const BUILDERS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'TypeOrmModule',
  'ExceptionHandler',
]);

/** Nest's own logger, which keeps what it says while the application is built for the level `debug`. */
export class ServiceLogger extends ConsoleLogger {
  /** `least`: the least severe messages that it logs. */
  constructor(least: LogLevel) {
    super({ logLevels: LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(least) + 1) });
  }

  override log(message: unknown, ...optional: unknown[]): void {
    if (BUILDERS.has(String(optional.at(-1)))) super.debug(message, ...optional);
    else super.log(message, ...optional);
  }

  override error(message: unknown, ...optional: unknown[]): void {
    if (BUILDERS.has(String(optional.at(-1)))) super.debug(message, ...optional);
    else super.error(message, ...optional);
  }
}
