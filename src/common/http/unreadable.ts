import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Problem } from '../errors/problem.js';
import { PROBLEM_TYPE, problemBody } from '../errors/problem-body.js';
import {
  bodyTooLarge,
  headersTooLarge,
  malformedRequest,
  requestTimeout,
  routeNotFound,
} from '../errors/problems.js';
import { REQUEST_ID, type StandingHeaders } from './standing-headers.js';

/** KiB of a request line and its headers at the most. */
export const MAX_HEAD_KIB = 16;
/** Milliseconds for which a connection stays open to be read from after its last answer. */
const LINGER = 1000;

type Connection = Duplex & { _httpMessage?: ServerResponse | null };

/** Has the server answer with a problem what node:http can't read, and would answer with a status alone. */
export function answerUnreadable(server: Server, standing: StandingHeaders): void {
  const refuse = (connection: Connection, problem: Problem, instance = ''): void => {
    if (connection.writableEnded) return;
    connection.end(bytesOf(problem, instance, standing));
    // What the client still sends is passed over: closed on unread bytes, a connection takes its answer along.
    connection.resume().on('error', () => undefined);
    const deadline = setTimeout(() => connection.destroy(), LINGER).unref();
    connection.once('close', () => clearTimeout(deadline));
  };
  server.on('clientError', (error: NodeJS.ErrnoException, connection: Connection) => {
    const isAnswered = connection._httpMessage?.headersSent ?? false;
    if (error.code === 'ECONNRESET' || !connection.writable || isAnswered) connection.destroy(error);
    else refuse(connection, toProblem(error));
  });
  server.on('connect', ({ url = '' }: IncomingMessage, connection: Connection) =>
    refuse(connection, routeNotFound('CONNECT', url), url),
  );
}

function toProblem({ code, message }: NodeJS.ErrnoException): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return headersTooLarge(`${MAX_HEAD_KIB} KiB`);
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return bodyTooLarge(`${MAX_HEAD_KIB} KiB of chunk extensions`);
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return requestTimeout();
    default:
      return malformedRequest(`${message}.`);
  }
}

/** A whole answer, for a connection that has no response to write it to. */
function bytesOf(problem: Problem, instance: string, standing: StandingHeaders): string {
  const id = randomUUID();
  const body = problemBody(problem, instance, id);
  const headers = [
    ['Date', new Date().toUTCString()],
    ['Connection', 'close'],
    ['Content-Type', PROBLEM_TYPE],
    ['Content-Length', String(Buffer.byteLength(body))],
    ...standing.entries,
    [REQUEST_ID, id],
  ];
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${head}\r\n${body}`;
}
