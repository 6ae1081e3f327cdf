import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, Request, RequestHandler, Response } from 'express';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Environment } from '../../config/environment.js';
import { malformedRequest } from '../errors/problems.js';
import { sendProblem } from '../errors/send-problem.js';
import { limitBodyTime } from './body-time.js';
import { JsonStream, JsonText } from './json-text.js';
import { limitReadTime } from './read-time.js';
import { requestId } from './request-id.js';
import { requestLog } from './request-log.js';
import { sendStream } from './send-stream.js';
import { REQUEST_ID, StandingHeaders } from './standing-headers.js';
import { setTimeLimits } from './time-limits.js';
import { answerUnreadable, MAX_HEAD_KIB } from './unreadable.js';

/** Milliseconds between two looks for requests whose heads take too long. */
const LOOK = 1000;

/**
 * Express, without what makes it slow.
 *
 * Express gives every request and response another prototype when it comes in, which throws away what V8
 * has learnt about their shape: most of the time of an empty route. Here node:http makes them with that
 * prototype from the start, so that Express's assignment changes nothing. And a body that is JSON already
 * is written with one `end`, not parsed, not serialized, not hashed.
 */
export class FastExpressAdapter extends ExpressAdapter {
  private readonly standing: StandingHeaders;

  constructor(private readonly environment: Environment) {
    super();
    this.standing = new StandingHeaders({ shared: environment.CORS_ORIGINS !== undefined });
  }

  override initHttpServer(): void {
    const express: Express = this.getInstance();
    const { HEADERS_TIMEOUT, KEEP_ALIVE_TIMEOUT, BODY_TIMEOUT } = this.environment;
    this.standing.addTo(express.response);
    setTimeLimits(express, this.environment);
    this.httpServer = createServer({
      headersTimeout: HEADERS_TIMEOUT * 1000,
      connectionsCheckingInterval: LOOK,
      // Bodies have a limit of their own, which some may exceed.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT * 1000,
      maxHeaderSize: MAX_HEAD_KIB * 1024,
      // It would be told in a status alone.
      requireHostHeader: false,
      IncomingMessage: bornAs(IncomingMessage, express.request),
      ServerResponse: bornAs<typeof ServerResponse>(ServerResponse, express.response),
    });
    answerUnreadable(this.httpServer, this.standing);
    const log = requestLog(this.environment);
    this.httpServer.on('request', (request: Request, response: Response) => {
      log?.(request, response);
      limitBodyTime(request, BODY_TIMEOUT * 1000);
      if (hasHost(request)) express(request, response);
      else sendProblem(malformedRequest('The Host header is missing.'), request, hangingUp(response));
    });
  }

  /** What no route takes is a problem everywhere, not only under the prefix. */
  override setNotFoundHandler(handler: RequestHandler): unknown {
    return super.setNotFoundHandler(handler);
  }

  override reply(response: Response, body: unknown, statusCode?: number): unknown {
    if (body instanceof JsonText) return writeText(response, body, this.standing, statusCode);
    if (body instanceof JsonStream) return writeStream(response, body, statusCode);
    return super.reply(response, body, statusCode);
  }
}

/** A constructor whose instances have `prototype`; a class's own could not be replaced. */
function bornAs<Base extends abstract new (...parameters: never[]) => object>(
  base: Base,
  prototype: object,
): Base {
  const make = base as unknown as (this: object, ...parameters: unknown[]) => void;
  function Born(this: object, ...parameters: unknown[]): void {
    make.apply(this, parameters);
  }
  Born.prototype = prototype;
  return Born as unknown as Base;
}

/** HTTP/1.1 has a host in every request. */
const hasHost = ({ headers, httpVersion }: IncomingMessage): boolean =>
  headers.host !== undefined || httpVersion !== '1.1';

/** The connection ends with the answer. */
const hangingUp = (response: Response): Response => response.set('Connection', 'close');

function writeText(
  response: Response,
  { text, headers }: JsonText,
  standing: StandingHeaders,
  status = 200,
): void {
  response.writeHead(status, [
    'Content-Type',
    'application/json; charset=utf-8',
    'Content-Length',
    String(Buffer.byteLength(text)),
    REQUEST_ID,
    requestId(response.req),
    ...standing.list,
    ...Object.entries(headers).flat(),
  ]);
  response.end(text);
  limitReadTime(response);
}

function writeStream(response: Response, { pieces }: JsonStream, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  // Counted in bytes, not in pieces: a piece is some 250 KB.
  void sendStream(Readable.from(pieces, { objectMode: false }), response);
}
