import { Logger } from '@nestjs/common';
import type { Environment } from './config/environment.js';

/** Seconds for what comes behind the last request: identity files, the database. */
const AFTERWARDS = 12;
/** Milliseconds between two looks at whether npm is still there. */
const LOOK = 1000;

/** Milliseconds after which an orderly end is given up. */
export const endingPatience = ({ SHUTDOWN_TIMEOUT }: Environment): number =>
  (SHUTDOWN_TIMEOUT + AFTERWARDS) * 1000;

/** Ends the process in order when it is told to end; as it is, where that takes longer than `patience`. */
export function onEnd(close: () => Promise<void>, patience: number): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), patience).unref();
    close().then(
      () => process.exit(0),
      (error: Error) => {
        new Logger('End').error(error.stack);
        process.exit(1);
      },
    );
  };
  whenToldToEnd(end);
}

/**
 * Calls `end` on Ctrl-C, SIGTERM, a closed terminal, or when the npm that started the process is gone (killed
 * with -9 it can't pass a signal on, and would leave the process behind).
 */
export function whenToldToEnd(end: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  if (process.env.npm_lifecycle_event) endWithParent(end);
}

function endWithParent(end: () => void): void {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    end();
  }, LOOK).unref();
}
