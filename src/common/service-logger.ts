import { ConsoleLogger } from '@nestjs/common';

/** Who tells of every module and route at each start. */
const BUILDERS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** Nest's own logger, which keeps what was built at the start for the level `debug`. */
export class ServiceLogger extends ConsoleLogger {
  override log(message: unknown, ...optional: unknown[]): void {
    if (BUILDERS.has(String(optional.at(-1)))) super.debug(message, ...optional);
    else super.log(message, ...optional);
  }
}
