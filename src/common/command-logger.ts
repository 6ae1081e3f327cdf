import type { Environment } from '../config/environment.js';
import { ServiceLogger } from './service-logger.js';

/** Logs to standard error, whatever it is: the standard output of a command is its own. For people, unless told. */
export class CommandLogger extends ServiceLogger {
  constructor(environment: Environment) {
    super({ ...environment, LOG_FORMAT: environment.LOG_FORMAT ?? 'text' }, 2);
  }
}
