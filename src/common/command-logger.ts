import { ServiceLogger } from './service-logger.js';

/** Logs to standard error, whatever it is: the standard output of a command is its own. */
export class CommandLogger extends ServiceLogger {
  protected override printMessages(...args: Parameters<ServiceLogger['printMessages']>): void {
    args[3] = 'stderr';
    super.printMessages(...args);
  }
}
