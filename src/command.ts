import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { reasonOf } from './common/errors/reason.js';
import { readEnvironment } from './config/environment.js';
import { whenToldToEnd } from './on-end.js';

/** What a command does; returns its exit code. `signal` is aborted when it is told to end. */
export type Work = (context: INestApplicationContext, signal: AbortSignal) => Promise<number>;

const FAILED = 1;
const MISUSED = 2;
const INTERRUPTED = 130;

/** Milliseconds after which a second signal is one of its own: npm passes on a Ctrl-C that the terminal sent to all. */
const ECHO = 500;

/**
 * Runs a command of ours on the service's own modules and database, and ends the process with its exit code; what
 * goes wrong is told in one line. A command imports what it works with in its `work`, as what is imported with
 * the connection doesn't bear a bad environment, which is told here.
 */
export async function runCommand(work: Work): Promise<void> {
  const signal = abortedByUser();
  try {
    const environment = readEnvironment({ LOG_LEVEL: 'warn', ...process.env });
    const { inContext } = await import('./command-context.js');
    const code = await inContext(environment, async (context) => {
      signal.throwIfAborted();
      return work(context, signal);
    });
    process.exit(signal.aborted ? INTERRUPTED : code);
  } catch (error) {
    if (signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write(`${reasonOf(error as Error)}\n`);
    process.exit(FAILED);
  }
}

/** Options of ours that are npm's too, whose variable says nothing of the command line. */
const OF_NPM = new Set(['scope']);

/** The command line, read before anything is started; one that can't be read is answered with how it is used. */
export function readArguments<Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  for (const name of Object.keys(config.options ?? {}).filter((option) => !OF_NPM.has(option))) {
    // npm run import --dry-run: without the -- between them npm takes the option for one of its own.
    if (process.env[`npm_config_${name.replaceAll('-', '_')}`]) misuse(usage, `Write -- before --${name}.`);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    if (!process.argv.includes('--help')) return misuse(usage, (error as Error).message);
    process.stdout.write(usage);
    return process.exit(0);
  }
}

/** Ends a command that was called wrongly, and says how it is used. */
export function misuse(usage: string, message: string): never {
  process.stderr.write(`${message}\n\n${usage}`);
  return process.exit(MISUSED);
}

/** The first signal is a request, the second one ends the process as it is. */
function abortedByUser(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  whenToldToEnd(() => {
    if (controller.signal.aborted && Date.now() - first > ECHO) process.exit(INTERRUPTED);
    first ||= Date.now();
    controller.abort();
  });
  return controller.signal;
}
