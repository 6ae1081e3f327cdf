import { isatty } from 'node:tty';
import { destination, type DestinationStream } from 'pino';
import pretty from 'pino-pretty';
import type { LogFormat } from '../../config/environment.js';

/** File descriptors: of the standard output, and of the standard error. */
export type Output = 1 | 2;

/**
 * Where log lines go. For programs: written when the event loop has time, and at the end of the process whatever is
 * left. For people: at once, since they look on.
 */
export function destinationOf(output: Output, format?: LogFormat): DestinationStream {
  const isTerminal = isatty(output);
  if ((format ?? (isTerminal ? 'text' : 'json')) === 'json')
    return destination({ dest: output, sync: false });
  return pretty({
    destination: output,
    sync: true,
    colorize: isTerminal,
    messageKey: 'message',
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'pid,context',
    messageFormat: '{if context}[{context}] {end}{message}',
    singleLine: true,
  });
}
